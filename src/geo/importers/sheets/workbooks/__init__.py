"""Workbooks of spreadsheets: Excel of all ages, and OpenDocument."""
