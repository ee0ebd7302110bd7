"""Checks of days and positions that all importers share."""
