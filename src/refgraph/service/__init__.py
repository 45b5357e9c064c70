"""Use cases that the command line, the pages and the library share."""
