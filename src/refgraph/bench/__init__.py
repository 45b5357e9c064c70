"""The benchmark: what each question costs, beside peers in the same run."""
