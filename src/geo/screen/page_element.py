"""Elements of our own in Streamlit's page: a module of the browser's code draws each of them."""

__all__ = ["page_element"]

from pathlib import PurePosixPath

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.components.v2.types import ComponentRenderer

from geo.maps.templates import ASSETS

_PACKAGE = "incident-atlas"


def page_element(module: str) -> ComponentRenderer:
    """Return what draws the element of a module of `assets`, whose default export it calls.

    Streamlit serves the module, and those that it imports, as the files that they are: it knows
    their folder from here, since it looks for it only in packages that are called as their project.
    """
    name = PurePosixPath(module).stem
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(f"{_PACKAGE}.{name}") is None:
        offered = ComponentConfig(name=name, asset_dir=ASSETS.name)
        manifest = ComponentManifest(name=_PACKAGE, version="", components=[offered])
        manager.register_from_manifest(manifest, ASSETS.parent)
    return st.components.v2.component(f"{_PACKAGE}.{name}", js=module, isolate_styles=False)
