"""Streamlit's labels are Markdown: the one way in for a text of the data."""

__all__ = ["plain", "spoken"]


def plain(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]()<>#+-.!|~:$^=&" else c for c in text)


def spoken(text: str) -> str:
    """Return text for a label that is hidden: it is spoken as it is written, and also Markdown.

    >>> spoken("Dt. of [event]")
    'Dt. of event'
    """
    return " ".join("".join(" " if c in r"\`*_{}[]<>#+!|~:$^=&" else c for c in text).split())
