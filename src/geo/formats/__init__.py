"""Texts and files made safe, both ways."""
