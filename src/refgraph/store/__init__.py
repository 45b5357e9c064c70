"""Stores: the port, and a backend for each database."""
