"""What was known on which days."""
