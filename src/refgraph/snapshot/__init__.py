"""What held as of a day, as frozen arrays."""
