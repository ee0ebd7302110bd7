"""The incident and what it is made of; the status that its statements give."""
