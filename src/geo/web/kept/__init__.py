"""Answers that are kept, here and by browsers, so that the same question is answered once."""
