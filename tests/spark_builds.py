"""Store directories that are built by each engine, and what is in them."""

import glob
import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb

GEO = "from geo.cli import main; main(prog_name='geo')"
# Tables whose rows stand in one order; those of the others are compared as sets of rows.
ORDERED = ("incidents", "sites", "past", "past_sites", "labels", "credits", "rows_")
HEADER = "id,date,place,country,latitude,longitude,killed,type,group\n"


def rows_of(name: str, size: int) -> list[str]:
    """Return rows of a table, near each other and far apart."""
    return [
        f"{name}{n},20{n % 20 + 1:02}-{n % 12 + 1:02},Gao {n % 7},ML,{16 + n % 50 / 10},"
        f"{-n % 90 / 10},{n % 4 or ''},Riot,Group {n % 3}\n"
        for n in range(size)
    ]


def write_files(folder: Path) -> list[Path]:
    """Write files with rejects, ids that occur twice, rows without a position and odd lines."""
    one, two = rows_of("A", 300), rows_of("B", 200)
    one[5] = "A5,2024-99-01,Gao,ML,16,0,1,Riot,X\n"
    one[6] = one[7]
    one[10] = 'A10,2024-01-02,"Gao\nnorth",ML,16,0,some,Riot,"Y"\n'
    one[11] = "A11,2024-01-02,Gao,ML,16\n"
    one[12] = "A12,2024-01-02,Gao,ML,,,3,Riot,Z\n"
    one[13] = "A13,2024-01-02,,ML,,,3,Riot,Z\n"
    one[14] = 'A14,2024-01-02,Gao,ML,16,0,3,Riot,"left open\n'
    two[3] = "A20,2023-01-02,Kano,NG,12,8,1,Attack,X\n"
    paths = [folder / "one.csv", folder / "two.csv"]
    for path, rows in zip(paths, (one, two), strict=True):
        path.write_text(HEADER + "".join(rows), "utf-8")
    packed = folder / "three.csv.gz"
    packed.write_bytes(gzip.compress((HEADER + "".join(rows_of("C", 50))).encode()))
    return [*paths, packed]


def build(
    files: list[Path],
    out: Path,
    *options: str,
    env: dict[str, str] | None = None,
    is_leader: bool = False,
) -> "subprocess.Popen[str]":
    """Begin a build in a process of its own, with its rejects next to it.

    A signal can be sent to a group of processes where it is the leader.
    """
    rejects = ("--rejects", str(out.with_suffix(".csv")))
    command = [sys.executable, "-c", GEO, "build", "table", *map(str, files), "--out", str(out)]
    return subprocess.Popen(
        [*command, *rejects, *options],
        env=env,
        start_new_session=is_leader,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def built(process: "subprocess.Popen[str]") -> str:
    """Wait for a build that ends well, and return what it said."""
    said, complained = process.communicate()
    assert process.returncode == 0, complained
    return said


def content(directory: Path) -> dict[str, Any]:
    """Return the rows of all tables of a directory, and what its manifest says of them."""
    manifest = json.loads((directory / "manifest.json").read_text("utf-8"))
    kept = ("built_on", "records", "rejected", "documents", "versions")
    tables = {
        name: _rows(name, [str(directory / part["path"]) for part in parts])
        for name, parts in manifest["tables"].items()
    }
    return {name: manifest[name] for name in kept} | tables


def _rows(name: str, paths: list[str]) -> list[Any]:
    if not paths:
        return []
    paths = list(map(glob.escape, paths))
    if name.startswith(ORDERED):
        sql = "from read_parquet(?)"
    else:  # sums of degrees differ in their last digit by the order in which they are added
        rounded = "* replace (round(lon, 6) as lon, round(lat, 6) as lat)"
        columns = rounded if "tallies" in name else "*"
        sql = f"select {columns} from read_parquet(?) order by all"
    found = duckdb.connect().execute(sql, [paths])
    names = [column[0] for column in found.description or ()]
    return [names, *found.fetchall()]
