"""Streamlit's labels are Markdown: the one way in for a text of the data."""

__all__ = ["plain"]


def plain(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]()<>#+-.!|~:$^=&" else c for c in text)
