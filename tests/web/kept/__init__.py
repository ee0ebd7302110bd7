"""Tests of geo.web.kept."""
