"""JSON files: what they hold, and their records as rows of a table."""
