"""Positions of many rows: the same degrees, decimals and cells as those of one row."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.importers.cells.cell_text import cell_from_text
from geo.importers.parts import decimals_of
from geo.intake.columns.positions import Positions, are_doubtful, grid_cells_of, positions_of
from geo.mercator import MAX_LATITUDE, MAX_ZOOM, cell_of, grid_side
from geo.words.countries import looks_swapped
from geo.words.country_fit import stray_from

DEGREES = [0.0, -0.5, 30.28, 57.081235, 90.0, -90.0, 85.0511287798066, MAX_LATITUDE, 12.3]
EDGES = [number / grid_side(8) * 360 - 180 for number in range(0, grid_side(8), 77)]


def positions(*pairs: tuple[str | None, str | None]) -> Positions:
    lon, lat = zip(*pairs, strict=True)
    cells = {"longitude": pa.array(lon, pa.string()), "latitude": pa.array(lat, pa.string())}
    return positions_of(cells, len(pairs), None)


def test_degrees_are_read_in_any_form() -> None:
    texts = [
        "57.08",
        " 57.08",
        "+57.08",
        "57.0800000001",
        "5708e-2",
        "\x1ff57.08",
        "57,08",
        "57°4.8'E",
    ]
    found = positions(*((text, "30") for text in texts))
    assert found.lon.tolist() == [57.08] * len(texts)
    assert found.is_known.all()


@pytest.mark.parametrize(
    "pair",
    [("181", "30"), ("57", "-90.5"), ("57°75'", "30"), ("x", "30"), ("57", None), ("0", "0")],
)
def test_what_is_not_certain_is_odd(pair: tuple[str | None, str | None]) -> None:
    found = positions(pair, ("57", "30"))
    assert found.is_odd.tolist() == [True, False]
    assert found.is_known.tolist() == [False, True]


def test_a_row_without_degrees_has_no_position() -> None:
    found = positions((None, None), ("", " "), ("?", "unknown"))
    assert not found.is_odd.any()
    assert not found.is_known.any()


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1))
def test_cells_and_decimals_are_those_of_one_position(pairs: list[tuple[float, float]]) -> None:
    pairs += [(lon, lat) for lon in (*EDGES, 180.0) for lat in DEGREES]
    found = positions(*((f"{lon:.6f}", f"{lat:.6f}") for lon, lat in pairs))
    known = [place for place, is_known in enumerate(found.is_known) if is_known]
    columns, rows = (cells.to_pylist() for cells in grid_cells_of(found))
    decimals = [cell_from_text(text) for text in found.decimals().to_pylist()]
    for place in known:
        lon, lat = float(found.lon[place]), float(found.lat[place])
        assert (columns[place], rows[place]) == cell_of(lon, lat, MAX_ZOOM)
        assert decimals[place] == decimals_of((lon, lat))


def test_doubtful_positions_are_those_that_are_so_one_by_one() -> None:
    rng = np.random.default_rng(1)
    countries: list[str | None] = ["IR", "RU", "US", "FJ", None, "XX", "FR"] * 200
    pairs = [(f"{lon:.3f}", f"{lat:.3f}") for lon, lat in rng.uniform(-90, 90, (len(countries), 2))]
    found = positions(*pairs)
    expected = [
        country is not None
        and (
            looks_swapped(float(lon), float(lat), country)
            or stray_from(float(lon), float(lat), country) is not None
        )
        for (lon, lat), country in zip(pairs, countries, strict=True)
    ]
    assert are_doubtful(found, pa.array(countries)).tolist() == expected
    assert 0 < sum(expected) < len(expected)


def written(*texts: str | None, **cells: list[str | None]) -> Positions:
    given = {"position": list(texts), **cells}
    columns = {name: pa.array(column, pa.string()) for name, column in given.items()}
    return positions_of(columns, len(texts), None)


def test_both_degrees_stand_in_one_cell() -> None:
    found = written("30.5, 57.08", "30.5, 57.08", "POINT (57.08 30.5)", None, "N/A", "30°N 57°6'E")
    assert found.is_known.tolist() == [True, True, True, False, False, True]
    assert not found.is_odd.any()
    assert found.lon[found.is_known].tolist() == [57.08, 57.08, 57.08, 57.1]
    decimals = [text and cell_from_text(text) for text in found.decimals().to_pylist()]
    assert decimals == [2, 2, 2, None, None, 1]


@pytest.mark.parametrize("text", ["x", "30,57", "0, 0", "MULTIPOINT (1 2, 3 4)", "95.1, 30.2"])
def test_a_cell_with_anything_else_than_one_position_is_odd(text: str) -> None:
    assert written(text, "30, 57").is_odd.tolist() == [True, False]


def test_two_columns_come_before_one() -> None:
    lat: list[str | None] = ["30.5", "30.5", None, None]
    lon: list[str | None] = ["57.1", "57.1", None, None]
    found = written("30.51, 57.1", "30, 57", "30, 57", None, latitude=lat, longitude=lon)
    assert found.is_odd.tolist() == [False, True, False, False]
    assert found.lon[[0, 2]].tolist() == [57.1, 57.0]
    assert found.is_known.tolist() == [True, False, True, False]
