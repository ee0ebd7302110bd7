"""All English texts that are made of data: the texts that a translation would replace."""
