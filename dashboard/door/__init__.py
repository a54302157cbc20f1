"""Everything between the network and the rooms behind: pure ASGI layers, one file each.

In order: headers, rate limit, size of forms, gate, limit of work, room for uploads, language, frame guard, compression.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.middleware import Middleware

from dashboard.door.body_size import BodySize
from dashboard.door.compression import Compression, StaticFile
from dashboard.door.frame_guard import FrameGuard
from dashboard.door.gate import Gate
from dashboard.door.headers import SecurityHeaders, content_policy
from dashboard.door.language import Language
from dashboard.door.lookup import Lookup
from dashboard.door.rate_limit import RateLimit
from dashboard.door.upload_limit import UploadLimit
from dashboard.door.work_limit import WorkLimit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.door.lookup import FindActor
    from dashboard.door.upload_limit import HeldBy

__all__ = ["StaticFile", "layers"]

CHART_SCRIPT = "/static/js/PlotlyChart."


def layers(
    *, actor_of: FindActor, index_page: str, files: Mapping[str, StaticFile], held_by: HeldBy
) -> list[Middleware]:
    """Return the layers of the door, outermost first.

    `actor_of` finds the person behind a session token; `index_page` is Streamlit's installed HTML page; `files` are the
    public files by their address; `held_by` tells how much is held in memory for a page.
    """
    look_up = Lookup(actor_of)
    return [
        Middleware(SecurityHeaders, streamlit_policy=content_policy(index_page)),
        Middleware(RateLimit),
        Middleware(BodySize),
        Middleware(Gate, look_up=look_up),
        Middleware(WorkLimit),
        Middleware(UploadLimit, held_by=held_by),
        Middleware(Language, chart=_chart_script(files)),
        Middleware(FrameGuard, look_up=look_up),
        Middleware(Compression, files=files),
    ]


def _chart_script(files: Mapping[str, StaticFile]) -> str:
    """Find the script that draws charts; its name changes with releases. Empty when there is none of that name."""
    return next((address for address in files if address.startswith(CHART_SCRIPT)), "")
