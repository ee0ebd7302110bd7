"""The open record by itself: its page, embed, citation and files, offered in its panel."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from streamlit.testing.v1 import AppTest

from geo.exports import FORMATS
from geo.screen.detail import TOO_LONG
from samples import CROCUS, DATA, feature
from screen_app import SHARE, Opened, at, downloaded, html, private, warnings, written

PAGE = "Open as a page"
CALLED = CROCUS.lower()  # its files


def shared(app: AppTest, id_: str = CROCUS) -> AppTest:
    """Run the dashboard with a record open, and what its panel offers unfolded."""
    app.query_params["select"] = id_
    app.session_state["record share"] = True
    return app.run()


def codes(app: AppTest) -> list[str]:
    return [str(code.value) for code in app.code]


def made(app: AppTest) -> tuple[str, bytes]:
    """Wait for the record's file, and return its name and content."""
    file = downloaded(app, "record files")
    return file.name, file.content


def test_the_panel_leads_to_the_page_and_folds_the_rest(app: AppTest) -> None:
    app.query_params["select"] = CROCUS
    app.run()
    assert PAGE in html(app)
    assert f'href="/record/{CROCUS}"' in html(app)
    assert f'href="/print?select={CROCUS}"' in html(app)
    assert codes(app) == []


def test_a_record_of_megabytes_is_in_its_files_only(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_LIMIT_BYTES", "9999")
    shared(app)
    assert 'class="atlas-detail' not in html(app)
    assert [str(each.value) for each in app.info] == [TOO_LONG]
    assert PAGE in html(app)


def test_the_panel_offers_address_embed_and_citation(opened: Opened) -> None:
    app = shared(opened([DATA], public_url="https://atlas.example"))
    link, *embeds, citation = codes(app)
    assert link == f"https://atlas.example/record/{CROCUS}"
    assert ['src="https://atlas.example/assets/frames.js"' in embed for embed in embeds] == [
        True,
        False,
    ]
    for embed in embeds:
        assert f'src="https://atlas.example/embed/record/{CROCUS}"' in embed
        assert 'title="Crocus City Hall attack"' in embed
    assert "Crocus City Hall attack, 22 March 2024" in citation
    assert "not checked by a person" in citation
    assert link in citation


def test_what_is_shared_is_of_the_day_of_the_query(opened: Opened) -> None:
    app = opened([DATA], public_url="https://atlas.example")
    app.query_params["as_of"] = "2024-03-23"
    link, *embeds, citation = codes(shared(app))
    assert link == f"https://atlas.example/record/{CROCUS}?as_of=2024-03-23"
    assert len(embeds) == 2
    assert all(f"/embed/record/{CROCUS}?as_of=2024-03-23" in embed for embed in embeds)
    assert "as known on 23 March 2024" in citation


@pytest.mark.parametrize("format_", FORMATS)
def test_the_record_is_made_in_each_format_under_its_id(app: AppTest, format_: str) -> None:
    shared(app).button(f"record save {format_}").click().run()
    name, content = made(app)
    assert name.startswith(f"{CALLED}.{format_}")
    assert content
    if name.endswith(".zip"):
        with ZipFile(BytesIO(content)) as archive:
            assert f"{CALLED}.{format_}" in archive.namelist()


def test_a_page_is_headed_by_the_record_s_title_or_a_reader_s(app: AppTest) -> None:
    shared(app).button("record save html").click().run()
    assert b"<title>Crocus City Hall attack</title>" in made(app)[1]
    app.text_input("record title").set_value("My heading")
    app.button("record save html").click().run()
    assert b"<title>My heading</title>" in made(app)[1]


def test_the_files_of_the_record_and_of_the_query_are_apart(app: AppTest) -> None:
    app.session_state["tab"] = SHARE
    shared(app)
    app.button("record save html").click().run()
    app.button("save html").click().run()
    assert made(app)[0] == f"{CALLED}.html"
    assert downloaded(app, "files").name == "incident-atlas-2017-2024.html"


def test_the_tab_says_where_the_record_is_shared(app: AppTest) -> None:
    said = [caption.value for caption in at(SHARE, app).caption]
    assert not [text for text in said if "open record" in text]
    app.query_params["select"] = CROCUS
    said = [caption.value for caption in app.run().caption]
    assert [text for text in said if "*Share, cite, download this record*" in text]


def test_a_row_that_may_not_be_passed_on_has_no_page_and_no_file(
    opened: Opened, tmp_path: Path
) -> None:
    app = shared(opened([written(tmp_path, private("P"))]), "P")
    assert PAGE not in html(app)
    assert codes(app) == []
    assert "forbids passing its rows on" in warnings(app)
    assert app.button("record save html").disabled


def test_another_id_is_a_name_that_every_system_takes(opened: Opened, tmp_path: Path) -> None:
    odd = feature(id="a/b: c?") | {"id": "a/b: c?"}
    app = shared(opened([written(tmp_path, odd)]), "a/b: c?")
    assert 'href="/record/a%2Fb%3A%20c%3F"' in html(app)
    app.button("record save html").click().run()
    assert made(app)[0] == "a-b-c.html"


def test_a_print_is_of_the_text_as_far_as_it_is_typed(app: AppTest) -> None:
    app.query_params["select"] = CROCUS
    app.run()
    for text in ("c", "crocus", "crocus city"):
        app.text_input("q").set_value(text).run()
    address = f"/print?q=crocus+city&amp;select={CROCUS}"
    assert html(app).count(address) == 2  # in the panel, and in what stands on paper only
    assert "q=c&" not in html(app)
