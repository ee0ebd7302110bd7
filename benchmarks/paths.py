"""Where the program is, and where measurements keep their files."""

__all__ = ["BUILD", "ROOT"]

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "bench"  # outside git
