"""The weights that ship: a checkpoint's, or averaged with those it started from."""

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file
from safetensors.torch import save_file

from training.reader.export import export


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        pytest.param(1.0, [4.0, 8.0], id="the checkpoint alone"),
        pytest.param(0.25, [1.0, 5.0], id="a quarter of it"),
        pytest.param(0.0, [0.0, 4.0], id="what it started from"),
    ],
)
def test_a_share_of_the_checkpoint_and_the_rest_of_what_was_before(tmp_path, share, expected):
    before = tmp_path / "before.safetensors"
    save_file({"old": torch.tensor([0.0, 4.0])}, before)
    weights = {"old": torch.tensor([4.0, 8.0]), "new": torch.tensor([7.0])}
    torch.save({"weights": weights}, tmp_path / "checkpoint.pt")
    export(tmp_path / "checkpoint.pt", tmp_path / "made", before=before, share=share)
    made = load_file(tmp_path / "made")
    assert made["old"].tolist() == expected
    assert made["new"].tolist() == [7.0]
    assert made["old"].dtype == np.float16
