"""Briefings as Markdown and Word."""
