"""A store that asks Spark gives the answers of the one that asks DuckDB."""

from typing import Any

import pytest

pytestmark = pytest.mark.spark


def test_a_session_has_the_settings_of_the_program(spark: Any) -> None:
    found = {name: spark.conf.get(name) for name in ("spark.sql.ansi.enabled", "spark.ui.enabled")}
    assert found == {"spark.sql.ansi.enabled": "true", "spark.ui.enabled": "false"}
    assert spark.conf.get("spark.sql.session.timeZone") == "UTC"
    assert spark.conf.get("spark.driver.host") == "127.0.0.1"
