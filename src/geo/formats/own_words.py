"""The limits of the words that somebody adds to a file: its title, and the text under a figure."""

__all__ = ["LETTERS", "check_words"]

from geo.errors import BadValue

LETTERS = {"title": 300, "caption": 2_000}  # at most
SHOWN = 20  # letters of a text that is refused


def check_words(name: str, text: str | None) -> None:
    """Refuse a title or caption that has too many letters. Raises BadValue.

    >>> check_words("title", "Attacks in Iran")
    """
    most = LETTERS[name]
    if text and len(text) > most:
        rule = f"at most {most:,} letters, and it has {len(text):,}: shorten it"
        raise BadValue(name, f"{text[:SHOWN]}…", rule)
