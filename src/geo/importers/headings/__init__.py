"""Headings as people write them: what is left of one when filler words are taken away."""
