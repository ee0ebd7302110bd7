"""What a process has open: files, their store, and what sessions add."""
