"""Names of places to positions, each with its precision and how it was found."""
