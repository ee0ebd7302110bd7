"""What a Dash author would write: dash-leaflet's clusters, and a range slider that filters them.

    python benchmarks/apps/dash_slider.py FOLDER PORT

FOLDER has points.json (GeoJSON with the month of each point) and months.js, which filters in the
browser, as nothing else is as fast: no month is asked from the server.
"""

import sys

import dash_leaflet as dl
from dash import Dash, Input, Output, dcc, html

MONTHS = 12 * 35  # 1990 to 2024
NOTHING = {"type": "FeatureCollection", "features": []}

folder, port = sys.argv[1], int(sys.argv[2])
app = Dash(__name__, assets_folder=folder)
clusters = dl.GeoJSON(id="incidents", cluster=True, data=NOTHING)
app.layout = html.Div(
    [
        dl.Map(clusters, center=[30, 40], zoom=2, style={"height": "540px"}),
        dcc.RangeSlider(
            id="months",
            min=0,
            max=MONTHS - 1,
            step=1,
            marks=None,
            value=[0, MONTHS - 1],
            updatemode="drag",
        ),
    ]
)
app.clientside_callback(
    "(months) => window.between(months)", Output("incidents", "data"), Input("months", "value")
)
app.run(port=port)
