"""What pages and Streamlit say to each other over the socket, as far as the door must know it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

if TYPE_CHECKING:
    from starlette.types import Message

__all__ = ["WANTED", "WANTED_OPERATIONS", "comes_by_itself", "is_wanted", "page_id_in"]

WANTED: Final = frozenset({
    "app_heartbeat",
    "backend_operation_request",
    "file_urls_request",
    "rerun_script",
    "stop_script",
})  # fmt: skip
"""What a page of ours asks for. Streamlit also lets every page empty everybody's caches, read which version of the
code runs here with the names of changed files, and, while somebody develops, stop the server."""

WANTED_OPERATIONS: Final = frozenset({"dataframe_chunk"})
"""More rows of a long table. Streamlit would also write files for programs that code, and make files for download."""


def comes_by_itself(message: Message) -> bool:
    """Whether a page that nobody touches asks for news; a message that is none of Streamlit's is left to Streamlit."""
    asked = _asked(message)
    return asked is not None and bool(asked.rerun_script.is_auto_rerun)


def is_wanted(message: Message) -> bool:
    """Whether Streamlit may see this message. What cannot be read is left to it: it closes the page."""
    asked = _asked(message)
    if asked is None:
        return True
    kind = asked.WhichOneof("type")
    if kind == "backend_operation_request":
        return asked.backend_operation_request.WhichOneof("payload") in WANTED_OPERATIONS
    return kind is None or kind in WANTED


def _asked(message: Message) -> BackMsg | None:
    asked = BackMsg()
    try:
        asked.ParseFromString(message.get("bytes") or b"")
    except DecodeError:
        return None
    return asked


def page_id_in(message: Message) -> str:
    """Return the id under which Streamlit keeps a page, where a message to the page tells it; else an empty text."""
    try:
        told = ForwardMsg.FromString(message.get("bytes") or b"")
    except DecodeError:
        return ""
    return str(told.new_session.initialize.session_id)
