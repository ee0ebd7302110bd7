"""The description of the API for programs: parameters, answers and errors, from our own tables."""
