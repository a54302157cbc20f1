"""The form that sends a recording to a route of ours, straight from the browser, with its progress."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dashboard.api.recording import UPLOAD_RECORDING
from dashboard.components._packaged import packaged_component
from dashboard.door.body_size import LARGEST_RECORDING

if TYPE_CHECKING:
    from fit.casework.views import RecordSession

__all__ = ["recording_upload"]


def recording_upload(episode_id: str, session: RecordSession) -> bool:
    """Draw the form; True once, when a recording has arrived."""
    draw = packaged_component("recording_upload", script="recording_upload.js", style="recording_upload.css")
    query = urlencode({"episode": episode_id, "session": session.session_id})
    what = {"address": f"{UPLOAD_RECORDING}?{query}", "largest": LARGEST_RECORDING}
    return bool(draw(key=f"recording.{session.session_id}", data=what, on_arrived_change=_nothing).arrived)


def _nothing() -> None:
    """Streamlit keeps a value only for which there is a callback."""
