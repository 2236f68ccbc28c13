"""The reader that ships, by its name and weights: for what records or names it and loads none."""

BUNDLED_READER = "onrecord-reader"
"""The name of the reader that ships; it reads English."""

WEIGHTS_SHA256 = "950c2fa7cf8f203c4669d01b712a9a45e9610c4f718ed33f2ef9c1ed3ab79adf"
"""What its weights are verified by."""
