"""Addresses of stores on each backend for what the commands do with any of them."""

from __future__ import annotations

from tests.backends.places import store_url

__all__ = ["store_url"]
