"""A reader's own files: chosen, asked about, read, and shown to this session only."""
