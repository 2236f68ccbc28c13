"""Quality and speed, measured; the floors under them, and the gate that reads the floors."""
