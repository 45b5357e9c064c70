"""Evidence: whether what the scores say came true on the history at hand."""
