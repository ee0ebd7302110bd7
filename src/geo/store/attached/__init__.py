"""Store files that are open: how one is opened, what it shows, whether it is still whole."""
