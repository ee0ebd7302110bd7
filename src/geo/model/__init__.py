"""The incident, the values it consists of, and the status that follows from its statements."""
