"""JSON whose fractions were reckoned in another order."""

from typing import Any

import pytest


def nearly(value: Any) -> Any:
    """Return JSON that equals another one whose fractions were reckoned in another order."""
    if isinstance(value, float):
        return pytest.approx(value, abs=1e-9)
    if isinstance(value, dict):
        return {key: nearly(each) for key, each in value.items()}
    return [nearly(each) for each in value] if isinstance(value, list | tuple) else value
