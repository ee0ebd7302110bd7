"""Sign-in by Streamlit's OpenID Connect: its secrets, its cookies, and who has signed in."""
