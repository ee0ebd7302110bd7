"""The parts of a run: each measures one thing and returns a section of docs/performance.md."""
