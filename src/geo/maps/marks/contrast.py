"""The edges of coloured symbols, which set them off from what is behind them."""

__all__ = ["LEAST", "contrast", "edge_of"]

from geo.maps.themes import Theme

LEAST = 3.0  # the contrast that WCAG 2.2 asks of graphics (1.4.11)
STEPS = 20  # from a colour to the ink of its theme


def edge_of(color: str, theme: Theme) -> str:
    """Return the colour of the edge around a body, and of a line, which has no body.

    It is the colour itself where that is seen on land, on water and on paper; else a shade of it
    that is. Colours are written as #rrggbb.

    >>> from geo.maps.themes import LIGHT
    >>> edge_of("#0072B2", LIGHT), edge_of("#E69F00", LIGHT)
    ('#0072B2', '#aa790b')
    """
    shades = (_mixed(color, theme.ink, step / STEPS) for step in range(STEPS + 1))
    return next(shade for shade in shades if _is_seen(shade, theme))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours by WCAG, from 1 to 21."""
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def _is_seen(color: str, theme: Theme) -> bool:
    grounds = (theme.land, theme.water, theme.paper)
    return all(contrast(color, ground) >= LEAST for ground in grounds)


def _mixed(color: str, ink: str, share: float) -> str:
    if not share:
        return color
    pairs = zip(bytes.fromhex(color[1:]), bytes.fromhex(ink[1:]), strict=True)
    return "#" + bytes(round(a + (b - a) * share) for a, b in pairs).hex()


def _luminance(color: str) -> float:
    parts = [_linear(value / 255) for value in bytes.fromhex(color[1:])]
    return sum(part * weight for part, weight in zip(parts, (0.2126, 0.7152, 0.0722), strict=True))


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
