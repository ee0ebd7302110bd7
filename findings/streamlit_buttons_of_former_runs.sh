#!/bin/sh
# streamlit 1.67 keeps what a button calls, and its arguments, after the button is gone.
#
# The state of a widget that a run of the script does not draw is dropped. Its callback with all
# arguments stays for as long as the session does. Where the key, or without one the label, has a value
# of the data, each value leaves one behind, and the collection of garbage that follows each run
# (`runner.postScriptGC`) takes longer each time. A key that says which button it is, not of what,
# leaves one in all.
#
# Output seen (Python 3.11), after 20 runs that draw one button each:
#   a key for each value: 1 button, 20 arguments in memory
#   one key: 1 button, 1 arguments in memory
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check streamlit==1.67.0
cat >"$folder/script.py" <<'PY'
import weakref

import streamlit as st


class Argument:
    """What a callback is called with."""


state = st.session_state
state.number = state.get("number", 0) + 1
argument = Argument()
state.made = [*state.get("made", []), weakref.ref(argument)]
key = f"button {state.number}" if state.of_values else "button"
st.button(f"Number {state.number}", key=key, on_click=id, args=(argument,))
PY
"$folder/venv/bin/python" - "$folder/script.py" <<'PY' >"$folder/output" 2>"$folder/log"
import gc
import sys

from streamlit.testing.v1 import AppTest

for of_values in (True, False):
    app = AppTest.from_file(sys.argv[1])
    app.session_state["of_values"] = of_values
    for _ in range(20):
        app.run()
    gc.collect()
    there = sum(made() is not None for made in app.session_state["made"])
    said = "a key for each value" if of_values else "one key"
    print(f"{said}: {len(app.button)} button, {there} arguments in memory")
PY
cat "$folder/output"
sed -n 's/^#   //p' "$0" | diff - "$folder/output" && echo "as described"
