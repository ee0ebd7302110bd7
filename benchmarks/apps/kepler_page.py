"""kepler.gl's widget for notebooks, with a time filter, as a page that needs no notebook.

    python benchmarks/apps/kepler_page.py POINTS.csv FOLDER

Writes the widget's script and style, and what the notebook would send to it: the points as Arrow,
which is the fastest of its ways, and a configuration with the filter's large histogram.
"""

import json
import shutil
import sys
from pathlib import Path

import keplergl
import pandas as pd
from keplergl.serializers import serialize_dataframe

NAME = "incidents"


def main() -> None:
    """Write the page's files."""
    points, folder = pd.read_csv(sys.argv[1], parse_dates=["day"]), Path(sys.argv[2])
    for name in ("widget.js", "widget.css"):
        shutil.copy(Path(keplergl.__file__).parent / "static" / name, folder)
    state = {
        "data": {NAME: serialize_dataframe(points, NAME, use_arrow=True)},
        "config": {"version": "v1", "config": configured(points)},
        "height": 800,
        "mapbox_token": "",
        "theme": "",
        "app_name": "kepler.gl",
    }
    (folder / "state.json").write_text(json.dumps(state), "utf-8")


def configured(points: pd.DataFrame) -> dict[str, object]:
    """Return points with a filter of all their days, over the world without a base map."""
    days = [int(day.timestamp() * 1000) for day in (points["day"].min(), points["day"].max())]
    by_day = {
        "id": "days",
        "dataId": [NAME],
        "name": ["day"],
        "type": "timeRange",
        "value": days,
        "view": "enlarged",
    }
    layer = {
        "dataId": NAME,
        "label": NAME,
        "columns": {"lat": "latitude", "lng": "longitude"},
        "isVisible": True,
        "visConfig": {"radius": 3},
    }
    return {
        "visState": {
            "filters": [by_day],
            "layers": [{"id": "points", "type": "point", "config": layer}],
        },
        "mapState": {"latitude": 30, "longitude": 40, "zoom": 2},
        "mapStyle": {"styleType": "no_map"},
    }


if __name__ == "__main__":
    main()
