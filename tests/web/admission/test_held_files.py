"""Files that readers add: what is held in memory is bounded, of one page and of all."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from geo import launch
from geo.atlas.uploads import upload_bytes
from geo.web.admission.held_files import FILES, Held, HeldFiles


async def _take(_: Request) -> Response:
    return Response(status_code=204)


def client(held: dict[str, Held]) -> TestClient:
    routes = [Route("/_stcore/upload_file/{page}/{file}", _take, methods=["PUT", "DELETE"])]
    middleware = [Middleware(HeldFiles, held=lambda page: held.get(page, Held()))]
    return TestClient(Starlette(routes=routes, middleware=middleware))


def test_a_page_holds_so_many_files_and_others_have_theirs() -> None:
    asked = client({"a": Held(files=FILES), "b": Held(files=FILES - 1)})
    answer = asked.put("/_stcore/upload_file/a/1")
    assert answer.status_code == 429
    assert "this page has added 20 files, which is the limit: reload it" in answer.text
    assert answer.headers["Retry-After"] == "60"
    for _ in range(3):  # a file that came counts where it is held, and only there
        assert asked.put("/_stcore/upload_file/b/1").status_code == 204
    assert asked.delete("/_stcore/upload_file/a/1").status_code == 204


def test_all_files_together_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_LIMIT_UPLOAD_MEGABYTES", "30")
    asked = client({"a": Held(bytes=2 * upload_bytes()), "b": Held(bytes=2 * upload_bytes() + 1)})
    assert asked.put("/_stcore/upload_file/a/1").status_code == 204
    answer = asked.put("/_stcore/upload_file/b/1")
    assert answer.status_code == 503
    assert "30 MB together, which is the limit: try again later" in answer.text
    assert answer.headers["Retry-After"] == "60"


def test_what_streamlit_holds_is_what_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    holding = MemoryUploadedFileManager("/_stcore/upload_file")
    for session, file in (("a", "1"), ("a", "2"), ("b", "3")):
        record = UploadedFileRec(file_id=file, name="own.csv", type="text/csv", data=b"x" * 100)
        holding.add_file(session_id=session, file=record)
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(
        runtime, "get_instance", lambda: type("R", (), {"uploaded_file_mgr": holding})
    )
    assert launch._held_files("a") == Held(files=2, bytes=300)
    assert launch._held_files("none") == Held(files=0, bytes=300)
    holding.remove_session_files("a")
    assert launch._held_files("a") == Held(files=0, bytes=100)
    assert "none" not in holding.file_storage, "asking leaves nothing behind"
