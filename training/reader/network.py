"""The reader as a PyTorch network: the six layers of all-MiniLM-L6-v2 and three small heads.

Only here is the reader a PyTorch module; what ships runs without torch (`qa.reader`).
"""

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.numpy import load_file
from safetensors.torch import load_file as load_weights
from torch import Tensor, nn
from torch.nn import functional

from index.bert import from_transformers

LAYERS, HEADS, WIDTH, INNER = 6, 12, 384, 1536
POSITIONS, SEGMENTS = 512, 2
ENTAILMENT = ("entailment", "neutral", "contradiction")
_EPSILON = 1e-12
_MASKED = -1e4


@dataclass(frozen=True, slots=True, kw_only=True)
class Logits:
    """What the reader says of a batch.

    `relevance` has shape (batch,): the log-odds that the passage answers. `span` has shape
    (batch, tokens, 2): start and end; the first token stands for "no answer" (Devlin et al., 2019,
    section 4.3). `entailment` has shape (batch, 3), in the order of `ENTAILMENT`.
    """

    relevance: Tensor
    span: Tensor
    entailment: Tensor


class _Layer(nn.Module):
    """One post-norm transformer layer (Vaswani et al., 2017), with one matrix for q, k and v."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.attended_norm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.down_norm = nn.LayerNorm(WIDTH, eps=_EPSILON)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        batch, tokens, _ = hidden.shape
        qkv = self.qkv(hidden).view(batch, tokens, 3, HEADS, WIDTH // HEADS)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        # Written out: the fused attention's backward pass takes half of a training step on a CPU
        # (27 against 53 examples a second at 24 x 160 tokens in bf16).
        scores = (query / math.sqrt(WIDTH // HEADS)) @ key.transpose(-1, -2) + mask
        mixed = (torch.softmax(scores, dim=-1) @ value).transpose(1, 2)
        hidden = self.attended_norm(hidden + self.attended(mixed.reshape(batch, tokens, WIDTH)))
        inner = functional.gelu(self.up(hidden))
        return self.down_norm(hidden + self.down(inner))  # type: ignore[no-any-return]


class ReaderNetwork(nn.Module):
    """Question and passage together in; `Logits` out. The word embeddings are frozen."""

    def __init__(self, words: Tensor) -> None:
        super().__init__()
        self.words = nn.Embedding.from_pretrained(words)  # type: ignore[no-untyped-call]
        self.positions = nn.Parameter(torch.zeros(POSITIONS, WIDTH))
        self.segments = nn.Parameter(torch.zeros(SEGMENTS, WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.layers = nn.ModuleList(_Layer() for _ in range(LAYERS))
        self.relevance = nn.Linear(WIDTH, 1)
        self.span = nn.Linear(WIDTH, 2)
        self.entailment = nn.Linear(WIDTH, len(ENTAILMENT))

    @classmethod
    def from_encoder(cls, directory: Path) -> "ReaderNetwork":
        """Return the network with the weights of the encoder in `directory` and fresh heads."""
        weights = from_transformers(load_file(directory / "model.safetensors"))
        network = cls(torch.from_numpy(weights.pop("words")))
        known = {name: torch.from_numpy(weight) for name, weight in weights.items()}
        network.load_state_dict(known, strict=False)
        for head in (network.relevance, network.span, network.entailment):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
        return network

    @classmethod
    def from_weights(cls, path: Path, *, encoder: Path) -> "ReaderNetwork":
        """Return the network with weights that were trained, as `training.reader.export` writes."""
        network = cls.from_encoder(encoder)
        network.load_state_dict(load_weights(path), strict=False)
        return network

    def forward(self, tokens: Tensor, segments: Tensor, attended: Tensor) -> Logits:
        """Read a batch.

        Args:
            tokens: token ids, shape (batch, tokens).
            segments: 0 for the question and 1 for the passage, the same shape.
            attended: 1 for tokens and 0 for padding, the same shape.
        """
        known = self.words(tokens) + functional.embedding(segments, self.segments)
        hidden = self.norm(known + self.positions[: tokens.shape[1]])
        mask = ((1 - attended) * _MASKED).to(hidden.dtype)[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, mask)
        first = hidden[:, 0]
        return Logits(
            relevance=self.relevance(first).float()[:, 0],
            span=self.span(hidden).float(),
            entailment=self.entailment(first).float(),
        )

    def trained(self) -> dict[str, Tensor]:
        """Return what training changes, by name: everything but the word embeddings."""
        return {k: v for k, v in self.state_dict().items() if not k.startswith("words.")}

    @staticmethod
    def depth_of(name: str) -> int:
        """Return which layer a weight belongs to, from 1; 0 lies under all, the heads over all."""
        if name.startswith(("relevance", "span", "entailment")):
            return LAYERS + 1
        return int(name.split(".")[1]) + 1 if name.startswith("layers.") else 0


def computes_in_bf16() -> bool:
    """Tell whether the processor has units for bf16; in float32 others are faster."""
    return torch.cpu._is_avx512_bf16_supported()  # there is no public question for it
