"""Parquet files as tables of Spark, whatever the folders are called that they stand in."""

__all__ = ["frame_of_files"]

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_STANDS_FOR_OTHERS = re.compile(r"[][{}*?\\]")  # in a path that Hadoop reads


def frame_of_files(
    session: "SparkSession", schema: Any, paths: Iterable[str | Path]
) -> "DataFrame":
    """Return the rows of files or folders, of which each path means only itself.

    `schema` is Spark's, as a text or a StructType. Without a path the table is empty.
    """
    names = [_STANDS_FOR_OTHERS.sub(r"\\\g<0>", str(path)) for path in paths]
    if not names:
        return session.createDataFrame([], schema)
    return session.read.schema(schema).parquet(*names)
