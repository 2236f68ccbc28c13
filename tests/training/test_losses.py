"""What the reader learns of a batch, from its labels and from a teacher."""

from dataclasses import replace
from math import log

import pytest
import torch

from index.bundled import bundled_directory
from index.splitting import Span
from training.reader.batching import Taught, collate, encode, load_tokenizer
from training.reader.examples import Example
from training.reader.losses import GROUP_WEIGHT, TAUGHT, loss_of
from training.reader.network import Logits

ASKED = [
    Example(question="Who?", passage="She.", relevant=True, span=Span(0, 3)),
    Example(question="Who?", passage="No.", relevant=False),
]
CLAIM = Example(question="It rains.", passage="It pours.", entailment=0)


def collated(examples, groups=()):
    return collate(examples, encode(load_tokenizer(bundled_directory()), examples), groups)


def nothing_known(batch):
    size, tokens = batch.tokens.shape
    return Logits(
        relevance=torch.zeros(size),
        span=torch.zeros(size, tokens, 2),
        entailment=torch.zeros(size, 3),
    )


def said_at_random(batch, seed):
    known = nothing_known(batch)
    generator = torch.Generator().manual_seed(seed)
    return {
        name: torch.randn(getattr(known, name).shape, generator=generator)
        for name in ("relevance", "span", "entailment")
    }


def test_competition_is_the_cross_entropy_of_the_right_one_times_the_groups_size():
    together, apart = collated(ASKED, [0, 0]), collated(ASKED)
    logits = nothing_known(together)
    difference = loss_of(logits, together) - loss_of(logits, apart)
    assert float(difference) == pytest.approx(GROUP_WEIGHT * log(2))


def test_nothing_is_left_to_learn_from_a_teacher_that_says_the_same():
    batch = collated([*ASKED, CLAIM], [0, 0, -100])
    said = {n: v.requires_grad_() for n, v in said_at_random(batch, 1).items()}
    same = replace(batch, taught=Taught(**{n: v.detach() for n, v in said.items()}))
    (loss_of(Logits(**said), same) - (1 - TAUGHT) * loss_of(Logits(**said), batch)).backward()
    for value in said.values():
        assert value.grad.abs().max() < 1e-6


@pytest.mark.parametrize("name", ["relevance", "span", "entailment"])
def test_a_step_leads_towards_what_the_teacher_says(name):
    batch = collated([*ASKED, CLAIM], [0, 0, -100])
    batch = replace(batch, taught=Taught(**said_at_random(batch, 2)))
    said = {n: v.requires_grad_() for n, v in said_at_random(batch, 3).items()}
    taught = loss_of(Logits(**said), batch)
    alone = (1 - TAUGHT) * loss_of(Logits(**said), replace(batch, taught=None))
    (taught - alone).backward()
    step = -said[name].grad
    wanted = getattr(batch.taught, name) - said[name].detach()
    assert (step * wanted).sum() > 0
