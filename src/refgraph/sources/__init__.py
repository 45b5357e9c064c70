"""Where records come from: the import folder, read, checked and planned against what the store has."""
