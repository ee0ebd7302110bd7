"""What the paths of addresses begin with."""

__all__ = ["is_under"]

from collections.abc import Sequence


def is_under(path: str, prefixes: Sequence[str]) -> bool:
    """Tell whether a path is one of some prefixes, or below one."""
    return any(f"{path}/".startswith(f"{prefix}/") for prefix in prefixes)
