"""The report of an `add`: everything is counted, and no more is listed than anybody reads."""

import json
from collections import Counter

import pytest

from index import AddReport, Failed, More, Skipped
from index.reports import MOST_LISTED, LeftOut


def left_out(items):
    kept = LeftOut()
    for item in items:
        kept.take(item)
    return kept.listed, list(kept.more())


def test_a_file_of_bad_records_is_listed_in_part_and_counted_whole(archive, tmp_path):
    path = tmp_path / "records.jsonl"
    good = json.dumps({"text": "Snow fell on Minsk."})
    bad = ["{}", '{"text": ""}', "no JSON"]
    with path.open("w") as file:
        for number in range(1, 4_001):
            file.write(bad[number % 3] + "\n")
        file.write(good)
    report = archive.add(path)
    # What a report without an end would hold, told by the file itself.
    lines = Counter(bad[number % 3] for number in range(1, 4_001))
    assert report.count("failed") == sum(lines.values())
    assert len(report.added) == report.count("added") == 1
    listed = Counter(failed.reason for failed in report.failed)
    assert set(listed.values()) == {MOST_LISTED}
    assert sorted(listed[more.reason] + more.count for more in report.more_failed) == sorted(
        [lines["no JSON"], lines["{}"] + lines['{"text": ""}']]
    )
    assert {more.origin for more in report.more_failed} == {str(path)}
    assert report.failed[0].origin == f"{path}:1"


def test_files_and_reasons_are_counted_apart():
    items = [
        Failed(origin=f"/{name}.csv:{n}", reason=reason)
        for name in "ab"
        for reason in ("it has no text", f"'{name}' is no date")
        for n in range(MOST_LISTED + 1)
    ]
    listed, more = left_out(items)
    assert len(listed) == 4 * MOST_LISTED
    assert more == [
        More(origin=f"/{name}.csv", reason=reason, count=1)
        for name in "ab"
        for reason in ("it has no text", f"'{name}' is no date")
    ]


@pytest.mark.parametrize(
    ("origin", "reason"),
    [
        pytest.param("/a.jsonl:{n}", "it is not JSON (column {n})", id="figures"),
        pytest.param("/a.jsonl:{n}", "'{n}th of May' is no date", id="what is quoted"),
        pytest.param("/a.jsonl!{n}/b.txt", "it is empty", id="members"),
        pytest.param("/a.jsonl#{n}", "it is empty", id="records"),
    ],
)
def test_what_differs_in_details_is_one_reason(origin, reason):
    items = [
        Skipped(origin=origin.format(n=n), reason=reason.format(n=n))
        for n in range(MOST_LISTED + 12_345)
    ]
    listed, more = left_out(items)
    assert listed == items[:MOST_LISTED]
    first = reason.format(n=MOST_LISTED)
    assert more == [More(origin="/a.jsonl", reason=first, count=12_345)]


def test_reasons_without_end_do_not_grow_without_end():
    words = ["".join(chr(97 + int(digit)) for digit in str(n)) for n in range(5_000)]
    items = [Failed(origin=f"/a.jsonl:{n}", reason=word) for n, word in enumerate(words)]
    listed, more = left_out(items)
    assert more == [More(origin="/a.jsonl", reason="other reasons", count=5_000 - len(listed))]
    assert len(listed) == MOST_LISTED + 50


def test_a_report_counts_what_it_lists_and_what_it_does_not():
    report = AddReport(
        added=("a",),
        skipped=(Skipped(origin="b", reason="image"),),
        more_skipped=(More(origin="b", reason="image", count=2),),
    )
    assert [report.count(outcome) for outcome in ("added", "skipped", "failed")] == [1, 3, 0]
