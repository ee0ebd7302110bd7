"""Who may ask: by which name of the server, how much, how often and how slowly."""
