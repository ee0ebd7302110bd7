"""The one question that a reader asks, and the numbers of its answer."""
