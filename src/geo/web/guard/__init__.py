"""What stands around all routes: faults that escape, odd targets, addresses that are closed."""
