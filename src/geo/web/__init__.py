"""The routes next to Streamlit's, and the headers of every answer."""
