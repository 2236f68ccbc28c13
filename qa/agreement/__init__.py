"""Whether sources agree: the figures, days and names that they give, side by side."""
