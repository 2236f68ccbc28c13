"""What is learned of a batch: from its labels, and from the teacher where it was asked."""

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.nn import functional

from training.reader.batching import NOT_LEARNED, Batch, Taught
from training.reader.network import Logits

SMOOTHING = 0.02
ENTAILMENT_WEIGHT = 0.5
GROUP_WEIGHT = 0.5
# Of the loss, where a teacher was asked; the rest is learned from the labels.
TAUGHT = 0.7
_OUTSIDE = -1e4


def loss_of(logits: Logits, batch: Batch) -> Tensor:
    """Return the mean loss: relevance, start and end, entailment, competition.

    With a teacher it is `TAUGHT` times the cross-entropy against what the teacher says, at
    temperature 1 (Hinton et al., "Distilling the knowledge in a neural network", 2015, section 2).
    """
    learned = _from_labels(logits, batch)
    if batch.taught is None:
        return learned
    return (1 - TAUGHT) * learned + TAUGHT * _from_teacher(logits, batch, batch.taught)


def _from_labels(logits: Logits, batch: Batch) -> Tensor:
    judged = ~batch.relevant.isnan()
    smooth = batch.relevant[judged] * (1 - 2 * SMOOTHING) + SMOOTHING
    span = _within(logits.span, batch)
    edges = functional.cross_entropy(
        span,
        torch.stack((batch.start, batch.end), dim=1),
        ignore_index=NOT_LEARNED,
        reduction="sum",
    )
    competition = logits.relevance.new_zeros(())
    for mine in _competing(batch):
        right = batch.relevant[mine]
        if 0 < right.sum() < len(right):
            competition = competition + _listwise(logits.relevance[mine], right / right.sum())
    return _weighted(
        relevance=functional.binary_cross_entropy_with_logits(
            logits.relevance[judged], smooth, reduction="sum"
        ),
        edges=edges,
        entailment=functional.cross_entropy(
            logits.entailment, batch.entailment, ignore_index=NOT_LEARNED, reduction="sum"
        ),
        competition=competition,
        size=len(batch.relevant),
    )


def _from_teacher(logits: Logits, batch: Batch, taught: Taught) -> Tensor:
    judged = ~batch.relevant.isnan()
    claims = batch.entailment != NOT_LEARNED
    span, right = (_within(said, batch)[judged] for said in (logits.span, taught.span))
    competition = logits.relevance.new_zeros(())
    for mine in _competing(batch):
        share = torch.softmax(taught.relevance[mine], dim=0)
        competition = competition + _listwise(logits.relevance[mine], share)
    return _weighted(
        relevance=functional.binary_cross_entropy_with_logits(
            logits.relevance[judged], torch.sigmoid(taught.relevance[judged]), reduction="sum"
        ),
        edges=-(torch.softmax(right, dim=1) * torch.log_softmax(span, dim=1)).sum(),
        entailment=functional.cross_entropy(
            logits.entailment[claims],
            torch.softmax(taught.entailment[claims], dim=1),
            reduction="sum",
        ),
        competition=competition,
        size=len(batch.relevant),
    )


def _weighted(
    *, relevance: Tensor, edges: Tensor, entailment: Tensor, competition: Tensor, size: int
) -> Tensor:
    """Return the mean of sums over `size` pairs."""
    return (
        relevance + edges / 2 + ENTAILMENT_WEIGHT * entailment + GROUP_WEIGHT * competition
    ) / size


def _within(span: Tensor, batch: Batch) -> Tensor:
    """Rule out the tokens that no span may begin or end at."""
    return span.masked_fill(batch.answerable[:, :, None] == 0, _OUTSIDE)


def _competing(batch: Batch) -> Iterator[Tensor]:
    """Yield, for each question whose passages compete, which of the batch they are."""
    for group in set(batch.groups.tolist()) - {NOT_LEARNED}:
        yield batch.groups == group


def _listwise(relevance: Tensor, share: Tensor) -> Tensor:
    """Return the cross-entropy of the passages of one question against their share, times its size.

    ListNet's top-one probability (Cao et al., ICML 2007, section 4.3).
    """
    return -(functional.log_softmax(relevance, dim=0) * share).sum() * len(share)
