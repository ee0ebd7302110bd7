"""How much is asked, and how much is answered."""
