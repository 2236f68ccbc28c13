"""Files under another name: renamed and corrected, an article stays one; two files stay two."""

import json
from pathlib import Path

import pytest
from archive_contents import texts_of

from index import Archive, Article

BUDGET = (
    "The regional council of Vidzeme approved a budget of 41 million euros on Tuesday, after nine "
    "hours of debate about the closing of two rural hospitals. The hospitals in Rujiena and Ape "
    "treated 6,200 patients last year. Opposition members left the hall before the vote."
)
CORRECTED = BUDGET.replace("41", "43")
HERRING = "Fishermen in Kolka caught 900 tonnes of herring in June, the ministry said on Monday."


def write(path: Path, text: str, day: int = 9, title: str = "Council closes two hospitals") -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{title}\n\nBy Ann Poe\n{day} October 2024\n\n{text}\n")
    return path


@pytest.fixture
def folder(archive: Archive, tmp_path: Path) -> Path:
    """A folder that has been added, with one text in it."""
    folder = tmp_path / "in"
    write(folder / "a.txt", BUDGET)
    archive.add(folder)
    return folder


def versions(archive: Archive) -> list[tuple[str, bool]]:
    (live,) = archive.articles()
    return [(v.article.text, v.superseded) for v in archive.versions(live.id)]


@pytest.mark.parametrize("by_name", [True, False], ids=["the file is added", "its folder is added"])
@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "one after the other"])
def test_a_file_that_is_renamed_and_corrected_is_a_new_version(archive, folder, by_name, at_once):
    new = (folder / "a.txt").rename(folder / "b.txt")
    source = new if by_name else folder
    if not at_once:
        assert archive.add(source).unchanged == (new.as_posix(),)
    write(new, CORRECTED)
    assert archive.add(source).changed == (new.as_posix(),)
    assert versions(archive) == [(CORRECTED, False), (BUDGET, True)]
    assert archive.add(source).unchanged == (new.as_posix(),)


def test_a_file_that_moved_to_another_folder_of_the_source_is_known(archive, folder):
    (folder / "a.txt").unlink()
    new = write(folder / "October" / "a.txt", CORRECTED)
    assert archive.add(folder).changed == (new.as_posix(),)
    assert texts_of(archive) == {CORRECTED}


def test_a_record_of_a_table_that_is_renamed_is_known(archive, tmp_path):
    rows = [{"title": "Council", "text": BUDGET}, {"title": "Herring", "text": HERRING}]
    old, new = tmp_path / "old.jsonl", tmp_path / "new.jsonl"
    old.write_text("\n".join(map(json.dumps, rows)))
    archive.add(tmp_path)
    old.unlink()
    new.write_text("\n".join(map(json.dumps, [rows[0] | {"text": CORRECTED}, rows[1]])))
    report = archive.add(tmp_path)
    assert (report.added, len(report.changed), len(report.unchanged)) == ((), 1, 1)
    assert texts_of(archive) == {CORRECTED, HERRING}


def test_two_files_that_are_there_both_stay(archive, folder):
    write(folder / "b.txt", CORRECTED)
    assert len(archive.add(folder).added) == 1
    assert texts_of(archive) == {BUDGET, CORRECTED}
    (folder / "a.txt").unlink()
    assert archive.add(folder).changed == ()
    assert texts_of(archive) == {BUDGET, CORRECTED}


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        pytest.param(CORRECTED, {"day": 16}, id="the next issue of a form"),
        pytest.param(HERRING, {}, id="another text under one title"),
    ],
)
def test_what_is_no_correction_ends_nothing(archive, folder, text, fields):
    (folder / "a.txt").unlink()
    write(folder / "b.txt", text, **fields)
    assert len(archive.add(folder).added) == 1
    assert texts_of(archive) == {BUDGET, text}


def test_what_another_place_gives_as_well_is_not_ended(archive, folder, tmp_path):
    archive.add(write(tmp_path / "elsewhere" / "a.txt", BUDGET))
    (folder / "a.txt").unlink()
    write(folder / "b.txt", CORRECTED)
    assert len(archive.add(folder).added) == 1
    assert texts_of(archive) == {BUDGET, CORRECTED}


def test_what_is_gone_outside_of_the_sources_is_left_alone(archive, folder, tmp_path):
    (folder / "a.txt").unlink()
    archive.add(write(tmp_path / "other" / "b.txt", CORRECTED))
    archive.add_articles([Article(text=CORRECTED + " It is final.", title="Council")])
    assert len(texts_of(archive)) == 3


@pytest.mark.parametrize("name", ["a#b.txt", "a!b.txt", "caf\udce9.txt"])
def test_a_file_with_a_strange_name_is_seen_to_be_there(archive, tmp_path, name):
    write(tmp_path / name, BUDGET)
    archive.add(tmp_path)
    write(tmp_path / "c.txt", CORRECTED)
    assert len(archive.add(tmp_path).added) == 1
    assert texts_of(archive) == {BUDGET, CORRECTED}


def test_a_file_that_comes_back_is_an_article_again(archive, folder):
    (folder / "a.txt").unlink()
    write(folder / "b.txt", CORRECTED)
    archive.add(folder)
    write(folder / "a.txt", BUDGET)
    archive.add(folder)
    assert texts_of(archive) == {BUDGET, CORRECTED}
