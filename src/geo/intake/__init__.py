"""A file becomes incidents, or records of a store."""
