"""The session of the tests of Spark, and whether it can be had: as a script, for the Makefile."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from geo.errors import NotInstalled
from geo.spark.session import JAVA, check_spark, java_version, spark_session

MISSING = (
    f"The tests of Spark need Java {JAVA} or newer: apt install openjdk-{JAVA}-jre-headless, or"
    " name its folder in JAVA_HOME."
)
# Statements over a few rows are planned and not compiled, which takes most of their time.
QUICK = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.shuffle.partitions": "1",
    "spark.driver.defaultJavaOptions": "-XX:TieredStopAtLevel=1",
}


@contextmanager
def session_or_skip() -> Iterator[Any]:
    """Give a session on two cores; without the packages or Java the test is skipped."""
    try:
        check_spark()
    except NotInstalled as error:
        pytest.skip(str(error))
    with spark_session("local[2]", QUICK) as session:
        yield session


if __name__ == "__main__" and (java_version() or 0) < JAVA:
    sys.exit(MISSING)
