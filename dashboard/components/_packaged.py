"""Registers our components with Streamlit, from files of this package, when a page first needs them.

Streamlit looks for such files only in distributions that are also an import package of the same name, and it looks when
the server starts. `mendline` is the distribution while `dashboard` is the package, and a checkout may not be installed
at all, so the folder is named here by hand; for every runtime anew, because each test has its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

__all__ = ["packaged_component"]

DISTRIBUTION: Final = "mendline"
FOLDER: Final = Path(__file__).parent
_renderers: dict[str, ComponentRenderer] = {}


def packaged_component(name: str, *, script: str, style: str) -> ComponentRenderer:
    """Return what draws the component whose files are in `<name>/assets`; only that folder is served."""
    full_name = f"{DISTRIBUTION}.{name}"
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(full_name) is None:
        part = ComponentConfig(name=name, asset_dir=f"{name}/assets")
        manager.register_from_manifest(ComponentManifest(DISTRIBUTION, "1", [part]), FOLDER)
        _renderers.pop(full_name, None)
    if full_name not in _renderers:
        _renderers[full_name] = st.components.v2.component(full_name, js=script, css=style)
    return _renderers[full_name]
