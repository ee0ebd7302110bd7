"""How a toll was reported: its history, the chart of it, and the table of its figures."""
