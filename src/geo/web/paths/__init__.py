"""Paths of requests: what they begin with, and the base path before all of them."""
