"""The reader that ships, by its name: for what records or names it and loads none."""

BUNDLED_READER = "onrecord-reader"
"""The name of the reader that ships; it reads English."""
