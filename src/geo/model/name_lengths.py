"""How long names and slugs may be: both are values of addresses.

The command line needs the numbers before it loads anything heavy.
"""

__all__ = ["MAX_NAME", "MAX_SLUG"]

MAX_NAME = MAX_SLUG = 200  # characters
