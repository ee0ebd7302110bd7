"""Readers of a server, by the hundreds: what they ask, and what they wait for."""
