"""Values every layer shares: the tables of the import format, batches, columns and parameters."""
