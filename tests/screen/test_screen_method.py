"""The tab Method: credits, notes, and the records refused."""

from pathlib import Path

from samples import feature
from screen_app import METHOD, UCDP, Opened, at, html, written


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
