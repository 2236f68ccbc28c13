"""The floors under quality: they hold, they rise, they do not fall unasked."""

import json

import pytest

from benchmarks import gate, metrics, tables

BOUNDS = {
    "at_least": {"seeds.answers.first": 12, "multihop_rag.retrieval.mrr_at_10": 0.6},
    "at_most": {"seeds.silence.wrongly_silent": 2},
}
FLOORS = {"whole": BOUNDS, "sample": {"at_least": {}, "at_most": {}}, "data": {}}


def results(first: int, mrr: float, silent: int):
    return {
        "seeds": {"answers": {"first": first}, "silence": {"wrongly_silent": silent}},
        "multihop_rag": {"retrieval": {"mrr_at_10": mrr}},
    }


@pytest.fixture
def floors(tmp_path, monkeypatch):
    path = tmp_path / "floors.json"
    path.write_text(json.dumps(FLOORS))
    monkeypatch.setattr(gate, "FLOORS", path)
    return path


def test_what_holds_passes(floors, capsys):
    gate.check(results(12, 0.6, 2), extent="whole")
    assert capsys.readouterr().out == "gate: all 3 floors hold\n"


@pytest.mark.parametrize(
    ("measured", "message"),
    [
        pytest.param(results(11, 0.6, 2), "seeds.answers.first: 11.0000, at least 12", id="under"),
        pytest.param(results(12, 0.6, 3), "wrongly_silent: 3.0000, at most 2", id="over a ceiling"),
        pytest.param({}, "seeds.answers.first: not measured", id="not measured"),
    ],
)
def test_what_does_not_hold_ends_the_run(floors, measured, message):
    with pytest.raises(SystemExit, match=message):
        gate.check(measured, extent="whole")


def test_floors_rise_to_what_was_measured_and_the_same_result_passes_again(floors):
    better = results(14, 0.66666, 1)
    gate.raise_floors(better, extent="whole", reason=None)
    stored = json.loads(floors.read_text())
    assert stored["whole"]["at_least"] == {
        "seeds.answers.first": 14,
        "multihop_rag.retrieval.mrr_at_10": 0.662,  # less 0.005 of slack
    }
    assert stored["whole"]["at_most"] == {"seeds.silence.wrongly_silent": 1}
    gate.check(better, extent="whole")
    within = results(14, 0.6625, 1)
    gate.raise_floors(within, extent="whole", reason=None)  # the slack: nothing falls
    assert json.loads(floors.read_text()) == stored


def test_a_floor_does_not_fall_without_a_reason(floors):
    with pytest.raises(SystemExit, match=r"would lower seeds\.answers\.first"):
        gate.raise_floors(results(11, 0.7, 2), extent="whole", reason=None)
    assert json.loads(floors.read_text()) == FLOORS
    gate.raise_floors(results(11, 0.7, 2), extent="whole", reason="a question was withdrawn")
    assert json.loads(floors.read_text())["lowered"][0]["reason"] == "a question was withdrawn"


def test_a_sample_has_floors_of_its_own_and_more_slack(floors):
    gate.FLOORS.write_text(json.dumps({**FLOORS, "sample": BOUNDS}))
    gate.raise_floors(results(13, 0.7, 2), extent="sample", reason=None)
    stored = json.loads(floors.read_text())
    assert stored["whole"] == BOUNDS
    assert stored["sample"]["at_least"] == {
        "seeds.answers.first": 13,
        "multihop_rag.retrieval.mrr_at_10": 0.66,
    }
    with pytest.raises(SystemExit, match=r"seeds\.answers\.first: 12"):
        gate.check(results(12, 0.7, 2), extent="sample")


@pytest.mark.parametrize("extent", ["whole", "sample"])
def test_shipped_floors_are_read(extent):
    floors, data = gate.read_floors(extent)
    assert "seeds.answers.first" in {floor.measure for floor in floors}
    assert all(len(digest) == 64 for digest in data.values())


def test_a_sample_is_held_to_all_that_the_whole_is():
    whole, sample = (gate.read_floors(extent)[0] for extent in ("whole", "sample"))
    assert [(f.measure, f.at_most) for f in whole] == [(f.measure, f.at_most) for f in sample]
    # Of these a sample has all.
    alike = [f for f in whole if f.measure.startswith(("seeds.", "extraction.", "reader.wikiqa"))]
    assert alike
    assert all(f in sample for f in alike)


def test_tables_stand_between_their_markers(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- x: begin -->\nold\n<!-- x: end -->\nb\n")
    tables.replace("x", "new", page=page)
    assert page.read_text() == "a\n<!-- x: begin -->\n\nnew\n\n<!-- x: end -->\nb\n"


def test_average_precision_against_hand_computation():
    # Facts 0 and 1 at rank 2, fact 2 at rank 4: (2 * 2/2 + 3/4) / 4 facts.
    found = [set(), {0, 1}, {0}, {2}]
    assert metrics.average_precision(found, 4, cutoff=10) == pytest.approx((2 + 0.75) / 4)
    assert metrics.average_precision(found, 4, cutoff=3) == pytest.approx(2 / 4)
