"""Which names are like a text: misspelt, transliterated, or written by ear."""
