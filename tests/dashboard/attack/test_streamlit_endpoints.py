"""Every address and message of the installed Streamlit was read by somebody: docs/streamlit_endpoints.md says so."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg

from tests.dashboard.serving.list_routes import ANY, SOCKET, every_route

ROOT = Path(__file__).parents[3]
REVIEW = (ROOT / "docs" / "streamlit_endpoints.md").read_text("utf-8")
IN_MEMORY = {"image", "audio", "video", "download_button", "pdf", "logo", "camera_input", "audio_input"}
"""Elements whose files Streamlit would give to whoever knows their address."""

THEIRS = [one for one in every_route() if not one.is_ours]


def test_streamlit_brings_addresses_at_all() -> None:
    assert len({one.path for one in THEIRS}) >= 10


@pytest.mark.parametrize("one", THEIRS, ids=lambda one: f"{one.method} {one.path}")
def test_every_address_was_reviewed(one: object) -> None:
    path, method = one.path, one.method  # type: ignore[attr-defined]
    if method == ANY:
        assert path == "", "a new part of Streamlit is mounted"
        return
    row = next((line for line in REVIEW.splitlines() if line.startswith("|") and f"`{path}`" in line), "")
    assert row, f"{path} is not in docs/streamlit_endpoints.md"
    methods = re.search(r"\(([^)]*)\)", row)
    assert methods is not None
    said = "WebSocket" if method == SOCKET else method
    assert said in methods[1] or methods[1] == "all methods"


def test_every_message_was_reviewed() -> None:
    kinds = [*BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]
    operations = [*BackendOperationRequest.DESCRIPTOR.oneofs_by_name["payload"].fields]
    assert [one.name for one in kinds + operations if f"`{one.name}`" not in REVIEW] == []


def test_no_page_puts_a_file_where_streamlit_would_give_it_away() -> None:
    calls = [
        (path.name, node.func.attr)
        for path in (ROOT / "dashboard").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    assert ("app.py", "set_page_config") in calls, "the calls were not found"
    assert [(file, name) for file, name in calls if name in IN_MEMORY] == []
