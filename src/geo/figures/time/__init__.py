"""A timeline on paper: its axis, its bars, and the part of a sheet that has both."""
