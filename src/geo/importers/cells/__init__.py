"""What one cell of a table says: a date, a number, a country."""
