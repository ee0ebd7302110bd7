"""The parts of the dashboard's screen that stand for themselves."""
