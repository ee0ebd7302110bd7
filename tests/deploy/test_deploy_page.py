"""docs/deploy.md leads to the files that the tests run, and its commands work on them."""

import re

import pytest

from geo.atlas.access.sign_in import CALLBACK
from nginx import COMMANDS, FILES, PAGE, places_of
from samples import ROOT

TEXT = PAGE.read_text("utf-8")


@pytest.mark.parametrize("path", sorted(FILES.rglob("*.conf")), ids=lambda path: str(path.name))
def test_each_file_of_nginx_is_linked_and_lies_where_debian_reads_it(path: object) -> None:
    name = str(path).removeprefix(f"{FILES}/")
    assert f"[`{name}`](../deploy/nginx/{name})" in TEXT
    assert name.partition("/")[0] in ("conf.d", "sites-available", "snippets")


def test_the_page_links_no_other_file() -> None:
    linked = set(re.findall(r"\]\(\.\./deploy/nginx/([^)]+)\)", TEXT))
    assert linked == {str(path.relative_to(FILES)) for path in FILES.rglob("*.conf")}


def test_what_the_files_include_exists() -> None:
    texts = [path.read_text("utf-8") for path in FILES.rglob("*.conf")]
    included = {name for text in texts for name in re.findall(r"^\s*include (\S+);", text, re.M)}
    assert included
    assert {name for name in included if not (FILES / name).is_file()} == set()


def test_the_page_names_the_places_of_the_files() -> None:
    texts = "".join(path.read_text("utf-8") for path in FILES.rglob("*.conf"))
    for place in re.findall(r"/(?:etc/ssl|var/log)/[\w./-]+", texts):
        assert place in TEXT or place.rpartition("/")[2] in TEXT, place


def test_the_tests_change_names_ports_and_folders_only() -> None:
    texts = "".join(path.read_text("utf-8") for path in FILES.rglob("*.conf"))
    places = places_of(ROOT, 1, 2, 3)
    assert [old for old in places if old not in texts] == []


def test_the_copy_command_copies_what_nginx_reads() -> None:
    assert "cp -r deploy/nginx/. /etc/nginx/" in COMMANDS


def test_the_page_has_the_redirect_uri_of_each_address_that_it_starts_with() -> None:
    addresses = set(re.findall(r"--public-url (https://[\w./-]+)", "\n".join(COMMANDS)))
    assert len(addresses) == 2  # at the root of a name, and below a path
    assert [each for each in addresses if f"`{each}{CALLBACK}`" not in TEXT] == []
