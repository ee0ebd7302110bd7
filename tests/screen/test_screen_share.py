"""The tab Share: addresses, the snippet, and the view that they open with."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from samples import CROCUS, DATA
from screen_app import (
    SHARE,
    Opened,
    address,
    at,
    html,
    private,
    reported,
    written,
)


def test_the_share_tab_gives_address_and_snippet(app: AppTest) -> None:
    app.query_params["group"] = "islamic-state"
    at(SHARE, app)
    codes = [str(code.value) for code in app.code]
    assert any("/embed/map?group=islamic-state" in code for code in codes)
    assert any(code.startswith("<iframe ") for code in codes)


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        ("http://localhost:8501", True),
        ("http://127.0.0.1:8501", True),
        ("http://[::1]:8501", True),
        ("https://atlas.example", False),
        ("https://localhost.example:8443", False),
    ],
)
def test_the_share_tab_warns_on_a_loopback_address(opened: Opened, url: str, warned: bool) -> None:
    app = at(SHARE, opened([DATA], public_url=url))
    assert any("readers elsewhere cannot open" in str(said.value) for said in app.caption) is warned
    assert f"{url}/embed/map" in [str(code.value) for code in app.code]


def test_the_view_of_the_map_is_in_the_address_and_in_what_is_shared(app: AppTest) -> None:
    drawing = {"last_active_drawing": {"properties": {"at": "29.6,52.5,8"}}}
    app.run()
    reported(app, "component_instance", json_value=json.dumps(drawing))
    assert address(app) == {"at": ["29.6,52.5,8"]}
    at(SHARE, app)
    assert "/embed/map?at=29.6,52.5,8" in "\n".join(code.value for code in app.code)


def test_link_and_print_of_a_view_are_of_what_a_reader_sees(app: AppTest) -> None:
    app.query_params.update({"country": "RU", "sort": "killed", "select": CROCUS, "color": "group"})
    at(SHARE, app)
    pairs = ("country=RU", "sort=killed", "color=group", f"select={CROCUS}")
    assert f'href="/print?{"&amp;".join(pairs)}"' in html(app)
    assert any(str(code.value).endswith(f"/?{'&'.join(pairs)}") for code in app.code)


def test_rows_that_may_not_be_passed_on_have_no_print(opened: Opened, tmp_path: Path) -> None:
    assert "/print" not in html(at(SHARE, opened([written(tmp_path, private("P"))])))
