"""Rows of a file to the columns of a store, whole columns at a time."""
