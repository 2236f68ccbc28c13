"""Damaged files: each is reported or honestly read, and harms no other."""

from pathlib import Path

from benchmarks import damaged
from benchmarks.specimens import MARK, TEXT, page
from index import Archive


def test_damaged_files_are_reported_and_harm_no_other(tmp_path):
    outcomes, wrong = damaged.measure(150, tmp_path)
    assert wrong == []
    assert sum(outcome.files for outcome in outcomes.values()) == 150
    assert sum(outcome.silent for outcome in outcomes.values()) == 0
    assert outcomes["empty"].reported == outcomes["empty"].files


def test_an_archive_takes_the_good_files_beside_them(tmp_path: Path, archive: Archive) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    for number, case in enumerate(damaged.cases(200)):
        if case.damage not in {"deeply nested", "enormous"} and number % 5 == 0:
            (folder / f"{number}{case.ending}").write_bytes(case.content)
    files = len(list(folder.iterdir()))
    (folder / "0 first.html").write_bytes(page())
    (folder / "zz last.txt").write_text(f"{TEXT}\nIt was the last.")
    report = archive.add(folder, limits=damaged.LIMITS)
    for name in ("0 first.html", "zz last.txt"):
        assert (folder / name).as_posix() in report.added
    assert {article.id for article in archive.articles() if MARK in article.text}
    told = {item.origin for item in (*report.skipped, *report.failed)}
    taken = {*report.added, *report.changed, *report.unchanged}
    for path in folder.iterdir():
        by_path = [o for o in told | taken if o.startswith(path.as_posix())]
        assert by_path or any(o.startswith("https://a.example/") for o in taken), path
    assert files > 20
