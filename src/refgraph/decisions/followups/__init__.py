"""The rules of follow-up, one module for each kind of occasion."""
