"""Everything that is English: what a translation would replace."""
