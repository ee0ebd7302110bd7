"""Tables of no fixed form: what their columns are called, and how their rows are read."""
