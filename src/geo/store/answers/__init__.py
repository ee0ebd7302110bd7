"""Answers to the statements, decoded, and the counts that are kept of them."""
