"""Hostile requests, as a socket sends them: each has the outcome of tests/data/bad_inputs.json."""

import http.client
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import pytest

from bad_inputs import Entry, named, of
from serving import Reader

SAFE = "!#$%&'()*+,/:;=?@[]~\\"  # what a browser, or a stranger, sends unquoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server sent."""

    status: int
    headers: http.client.HTTPMessage
    text: str


Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def ask(server_url: str) -> Ask:
    """Ask for a target exactly as it is written: no client tidies it."""
    host = urlsplit(server_url).netloc

    def asked(target: str) -> Answer:
        connection = http.client.HTTPConnection(host, timeout=30)
        connection.request("GET", quote(target.replace("HOST", f"http://{host}"), safe=SAFE))
        answer = connection.getresponse()
        body = answer.read().decode("utf-8", "replace")
        connection.close()
        return Answer(status=answer.status, headers=answer.headers, text=body)

    return asked


def check_refused(entry: Entry, answer: Answer) -> None:
    """The status is one of those written, and nothing of the machine is told."""
    assert str(answer.status) in re.findall(r"\b4\d\d\b", entry["expected"])
    for told in ("Traceback", "site-packages", "root:", "__init__"):
        assert told not in answer.text
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        check_page_of_ours(answer)


def check_page_of_ours(answer: Answer) -> None:
    """A page has scripts of this server only, and its texts are no elements."""
    page = Reader(answer.text)
    assert all(str(src).startswith("/assets/") for src in page.attributes("src"))
    assert not [name for _, attributes in page.tags for name in attributes if name[:2] == "on"]


def check_frame(_: Entry, answer: Answer) -> None:
    """The frame has one address, quoted, of known parameters."""
    assert answer.status == 200
    ((tag, attributes),) = Reader(json.loads(answer.text)["html"]).tags
    assert tag == "iframe"
    assert urlsplit(str(attributes["src"]))[2:] == ("/embed/map", "", "")
    assert "onload" not in attributes


def check_default_view(_: Entry, answer: Answer) -> None:
    """Parameters of others change nothing."""
    assert answer.status == 200
    (query,) = Reader(answer.text).attributes("data-query")
    assert query == ""


def check_title(_: Entry, answer: Answer) -> None:
    """The headline that an author gives an embed is a text, and in the page only once."""
    assert answer.status == 200
    assert "<title>&lt;script&gt;</title>" in answer.text
    check_page_of_ours(answer)


def check_one_line(_: Entry, answer: Answer) -> None:
    assert answer.status == 200
    assert "<title>X-Injected: 1</title>" in answer.text
    assert "X-Injected" not in answer.headers


def check_refused_as_a_page(_: Entry, answer: Answer) -> None:
    assert answer.status == 400
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    check_page_of_ours(answer)


def check_none_found(_: Entry, answer: Answer) -> None:
    assert answer.status == 200
    assert json.loads(answer.text)["numberMatched"] == 0


def check_unknown_page(_: Entry, answer: Answer) -> None:
    """An address without a page is 404, whatever Streamlit would answer."""
    assert answer.status == 404
    assert "stApp" not in answer.text


def check_framed(entry: Entry, answer: Answer) -> None:
    (directive,) = re.findall(r"frame-ancestors [^;]*", answer.headers["Content-Security-Policy"])
    named_ = {"block": "frame-ancestors 'self'", "allow": "frame-ancestors * "}
    assert f"{directive} ".startswith(f"{named_[entry['action']]}".rstrip() + " ")


def check_no_referrer(_: Entry, answer: Answer) -> None:
    """No page tells its address, and each link of the data asks for the same."""
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    links = [a for tag, a in Reader(answer.text).tags if tag == "a"]
    outside = [a for a in links if str(a.get("href")).startswith("http")]
    assert len(outside) > 5
    for attributes in outside:
        assert {"noopener", "noreferrer", "nofollow"} <= set(str(attributes["rel"]).split())


def check_private_to_a_browser(_: Entry, answer: Answer) -> None:
    """The policy names no other host; browser tests fail where a page asks one."""
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    host = r"(127\.0\.0\.1|localhost)(:\d+)?"
    assert not re.findall(rf"\b(?:https?|wss?)://(?!{host}[ ;])", f"{policy} ")


# Entries whose outcome is more than a status.
CHECKS: dict[str, Callable[[Entry, Answer], None]] = {
    "B133": check_unknown_page,
    "B135": check_frame,
    "B136": check_default_view,
    "B137": check_title,
    "B148": check_framed,
    "B149": check_framed,
    "B151": check_private_to_a_browser,
    "B153": check_no_referrer,
    "C081": check_refused_as_a_page,
    "C082": check_one_line,
    "C083": check_none_found,
}
# What an entry in words asks for.
TARGETS = {
    "B148": "/",
    "B149": "/embed/map",
    "B151": "/",
    "B152": "/_stcore/metrics",
    "B153": "/record/RU-2024-03-22-crocus",
}


@pytest.mark.browser
@pytest.mark.parametrize("entry", of("requests"), ids=named)
def test_every_bad_request_has_the_outcome_that_is_written(ask: Ask, entry: Entry) -> None:
    answer = ask(TARGETS[entry["id"]] if entry["id"] in TARGETS else entry["input"])
    CHECKS.get(entry["id"], check_refused)(entry, answer)
    assert "X-Injected" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_every_check_is_of_an_entry() -> None:
    assert {*CHECKS, *TARGETS} <= {entry["id"] for entry in of("requests")}
