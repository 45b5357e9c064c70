"""refgraph: which satisfied customer is heard by the account you want to win."""
