"""Loops that kill the program, fill its disk and change its files, and look at what is left."""
