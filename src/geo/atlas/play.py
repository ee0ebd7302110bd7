"""How the period of a map moves when a reader plays it: the parameter `play` of an embed."""

__all__ = ["Play"]

import re
from dataclasses import dataclass

from geo.errors import BadValue
from geo.maps.time_rules import PLAY_MODES, PLAY_SPEED, PLAY_SPEEDS

_SPEEDS = [str(speed) for speed in PLAY_SPEEDS]
RULE = (
    f"{' or '.join(PLAY_MODES)}, and after a comma the speed if wanted, {', '.join(_SPEEDS)} bins "
    "in a second, such as moving,4"
)
_TEXT = re.compile(rf"({'|'.join(PLAY_MODES)})(?:,({'|'.join(_SPEEDS)}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """The mode in which a timeline is played, and its speed in bins a second. Raises BadValue."""

    mode: str
    speed: int = PLAY_SPEED

    def __post_init__(self) -> None:
        if self.mode not in PLAY_MODES or self.speed not in PLAY_SPEEDS:
            raise BadValue("play", f"{self.mode},{self.speed}", RULE)

    @classmethod
    def parse(cls, text: str) -> "Play":
        """Read "moving", "cumulative" or one of them with a speed. Raises BadValue.

        >>> Play.parse("cumulative,8").speed
        8
        """
        found = _TEXT.fullmatch(text)
        if not found:
            raise BadValue("play", text, RULE)
        return cls(mode=found[1], speed=int(found[2] or PLAY_SPEED))

    def __str__(self) -> str:
        """Write it as an address has it; the speed that holds without one is left out."""
        return self.mode if self.speed == PLAY_SPEED else f"{self.mode},{self.speed}"
