#!/bin/sh
# starlette 1.10 refuses a request for a file whose Range header has another unit than bytes.
#
# RFC 9110, section 14.2: "An origin server MUST ignore a Range header field that contains a range unit
# it does not understand." FileResponse, and with it StaticFiles, answers 400 with a text instead of
# the file.
#
# Output seen (Python 3.11):
#   Range: bytes=0-3 -> 206 b'abcd'
#   Range: items=0-3 -> 400 b'Only support bytes range'
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check starlette==1.10.0 httpx2==2.16.2
"$folder/venv/bin/python" - "$folder/x.txt" <<'PY' >"$folder/output"
import sys
from pathlib import Path

from starlette.applications import Starlette
from starlette.responses import FileResponse
from starlette.routing import Route
from starlette.testclient import TestClient

Path(sys.argv[1]).write_text("abcdefgh")
client = TestClient(Starlette(routes=[Route("/", lambda _: FileResponse(sys.argv[1]))]))
for asked in ("bytes=0-3", "items=0-3"):
    answer = client.get("/", headers={"Range": asked})
    print(f"Range: {asked} -> {answer.status_code} {answer.content}")
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
