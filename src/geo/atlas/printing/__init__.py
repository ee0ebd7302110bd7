"""A view of the dashboard as a page for paper."""
