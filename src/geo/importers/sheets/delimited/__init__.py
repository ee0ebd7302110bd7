"""Delimited text: how it is written, and its rows, by Python and by Arrow."""
