"""What to do: whom to ask, and whom not now."""
