"""The tab Method: credits, notes, and the records refused."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from geo.words.borders import BORDERS
from samples import feature
from screen_app import METHOD, SHARE, UCDP, Opened, address, at, html, written


def test_refusals_are_counted_and_a_part_of_them_listed(opened: Opened, tmp_path: Path) -> None:
    path = written(tmp_path, *({"type": "Feature", "id": str(n)} for n in range(150)), feature())
    app = at(METHOD, opened([path]))
    assert "150 records or files were refused" in str(app.warning[0].value)
    assert html(app).count("mixed.geojson: ") == 100
    assert "… and 50 more; geo validate lists them all" in html(app)


def test_the_method_cites_the_open_datasets(opened: Opened, tmp_path: Path) -> None:
    gtd = {"dataset": "GTD", "licence": "EULA", "redistributable": False}
    features = (feature(id=x, origin=o) | {"id": x} for x, o in (("U", UCDP), ("G", gtd)))
    text = html(at(METHOD, opened([written(tmp_path, *features)])))
    assert "Sundberg &amp; Melander 2013" in text
    assert "version 23.1, accessed " in text
    assert "Shown only to those who loaded it; for more, ask START at the Univ" in text


def test_attackers_of_a_dataset_are_not_said_to_be_counted_separately(
    opened: Opened, tmp_path: Path
) -> None:
    casualties = {"killed": {"best": 5}, "perpetrators_killed": 1}
    app = opened([written(tmp_path, feature(id="U", casualties=casualties) | {"id": "U"})])
    app.query_params["select"] = "U"
    text = html(at(METHOD, app))
    assert "attackers killed: 1" in text
    assert "Attackers are counted separately, except in datasets that count all sides" in text


def test_the_method_counts_what_was_kept_with_a_note(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id,date,lat,lon,<b>lat</b>\nA,2024,1.55,2.5,\nB,2024,1.55,2.5,\0\n")
    text = html(at(METHOD, opened([path])))
    rule = "precision: is not stated: settlement is assumed (line 2). Add a column precision."
    assert f"<li>own.csv: 2 × {rule}</li>" in text
    assert "<li>own.csv: 1 × &lt;b&gt;lat&lt;/b&gt;: had characters that are not text" in text


def test_the_method_says_how_rows_are_placed_and_what_is_not_used(
    opened: Opened, tmp_path: Path
) -> None:
    path = tmp_path / "own.csv"
    rows = "2024-03-22,Kerman,3\n2024-03-23,Shiraz,\n2024-03-23,Qqzzxy,\n"
    path.write_text(f"date,place,<b>survivors</b>\n{rows}", "utf-8")
    text = html(at(METHOD, opened([path])))
    placed = "<li>own.csv: 2 × placed by name (2 settlement)</li><li>own.csv: 1 × not found</li>"
    assert f"<h3>Rows without a position</h3>\n<ul>{placed}</ul>" in text
    assert "<li>own.csv: &lt;b&gt;survivors&lt;/b&gt;: looks like tolls" in text


def test_the_method_has_no_empty_list(opened: Opened, tmp_path: Path) -> None:
    text = html(at(METHOD, opened([written(tmp_path, feature())])))
    assert "Rows without a position" not in text
    assert "<ul></ul>" not in text


def test_a_reader_chooses_the_borders_of_map_address_and_what_is_shared(app: AppTest) -> None:
    at(METHOD, app)
    assert BORDERS["control"].note in html(app)
    choice = app.radio(key="border_choice")
    assert (choice.label, choice.value) == ("Borders on the map", "control")
    choice.set_value("un").run()
    assert address(app) == {"borders": ["un"]}
    assert BORDERS["un"].note in html(app)
    at(SHARE, app)
    codes = "\n".join(str(code.value) for code in app.code)
    assert "/embed/map?borders=un" in codes
    assert BORDERS["un"].note in codes
    at(METHOD, app).radio(key="border_choice").set_value("control").run()
    assert address(app) == {}


def test_an_address_has_a_view_of_the_borders_or_is_told_its_fault(app: AppTest) -> None:
    app.query_params["borders"] = "un"
    assert at(METHOD, app).radio(key="border_choice").value == "un"
    app.query_params["borders"] = "us"
    app.run()
    said = str(app.warning[0].value).replace("\\", "")
    assert said == "Ignored in the address: borders='us' is not allowed: one of control, un"
    assert app.radio(key="border_choice").value == "control"
