"""The access log: one line for each request, without personal data."""
