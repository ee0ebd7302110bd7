"""How dates are read: from the text of a cell to the days that it can mean."""
