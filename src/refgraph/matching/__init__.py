"""Which people and companies may be the same, and why: proposals, never decisions."""
