"""Text as search compares it."""

__all__ = ["fold_text"]

import unicodedata


def fold_text(text: str) -> str:
    """Return text as search compares it: without case, marks and invisible controls.

    >>> fold_text("Kermān")
    'kerman'
    """
    if text.isascii():  # it has none of these, and most text has no other letters
        return text.casefold()
    return unicodedata.normalize("NFKD", text).casefold().translate(_SEEN)


class _Seen(dict[int, int | None]):
    """What `translate` keeps of each character: all of it, or nothing; worked out once for each."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        is_unseen = unicodedata.combining(char) != 0 or unicodedata.category(char) == "Cf"
        self[code] = kept = None if is_unseen else code
        return kept


_SEEN = _Seen()
