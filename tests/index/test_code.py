"""A hash of code changes with the code, and with nothing else."""

from index.code import code_of


def test_other_code_has_another_hash(tmp_path):
    one, same, other = (tmp_path / name for name in ("one", "same", "other"))
    for folder, source in ((one, "x = 1\n"), (same, "x = 1\n"), (other, "x = 2\n")):
        (folder / "inner").mkdir(parents=True)
        (folder / "inner" / "a.py").write_text(source)
    (same / "notes.txt").write_text("no code")
    assert code_of(one) == code_of(same)
    assert len({code_of(one), code_of(other), code_of(one, other), code_of()}) == 4
