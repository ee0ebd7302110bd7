"""What marks look like: their scale and colours, their edges, symbols in pages of text."""
