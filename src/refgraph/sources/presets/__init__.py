"""Formats other than the import folder: what a team has already, made into rows of the eight tables."""
