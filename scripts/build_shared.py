"""Write the table that the browser shares with Python into the assets.

Run after a change to ``src/geo/maps/shared.py`` or to the rules, symbols and themes next to it::

    python scripts/build_shared.py
"""

from geo.maps.shared import CSS_FILE, JS_FILE, css_variables, javascript_module

if __name__ == "__main__":
    JS_FILE.write_text(javascript_module(), "utf-8")
    CSS_FILE.write_text(css_variables(CSS_FILE.read_text("utf-8")), "utf-8")
