"""Whether sources agree: the figures that they give, side by side."""
