"""The ASGI application: our door in front, our routes, and Streamlit behind.

Run it with `mendline serve`: one process, one worker. Streamlit keeps pages, uploads and caches per process.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from subprocess import CalledProcessError
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

import streamlit
import structlog
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from streamlit import config
from streamlit.runtime import get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from dashboard import door
from dashboard.access import choose, half_way, second_factor, session_state, sign_in, sign_on
from dashboard.clinic import current_clinic, opened_clinic
from dashboard.door.answers import sorry
from dashboard.door.headers import PLAIN_PAGE_POLICY
from dashboard.logs import keep_texts_out, place_of
from dashboard.operator.counting import Counting
from dashboard.operator.meters import PAGES_FAILED
from dashboard.public_files import index_page, public_files
from dashboard.settings_check import check_settings
from dashboard.shell.landing import Landing
from fit.casework import access
from fit.casework.machine import (
    advice_on_key,
    advice_on_settings,
    let_reports_go,
    read_ahead,
    resume_recordings,
    working,
)
from fit.errors import MendlineError, StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from fit.casework import Settings
    from fit.casework.actor import Actor

__all__ = ["SHELL", "create_app"]

SHELL: Final = Path(__file__).resolve().parent / "shell"
PAGES: Final = "dashboard.pages"
IMPORTED_EARLY: Final = ("pandas", "plotly.graph_objects", "dashboard.shell.menu")
"""Big packages, so that the first look at a page is as quick as the others, and nothing of them is swept later."""

RARELY: Final = (50_000, 10, 20)
"""[objects, rounds, rounds] When rings are looked for. One page makes thousands of objects, nearly all let go at its
end; with Python's own measure every fourth second all of two hundred open pages was searched, 0.3 s for each."""

ANY_METHOD: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]

log: Final = structlog.get_logger("mendline.server")


def create_app(settings: Settings) -> streamlit.App:
    """Build the application of a clinic, and refuse when it is not set up as it must be.

    Raises
    ------
    ConfigurationError
        When a setting that safety or speed rests on is not as it should be.
    """
    app = streamlit.App(
        SHELL / "app.py",
        routes=(routes := _routes()),
        middleware=[
            Middleware(Counting, routes=routes),
            *door.layers(actor_of=_actor_of, index_page=index_page(), files=public_files(), held_by=_held_by),
            Middleware(Landing),
        ],
        lifespan=_Lifespan(settings),
        on_script_error=_log_script_error,
        exception_handlers={Exception: _sorry},
    )
    # read again: another part of this process may have read them before Streamlit knew where ours are
    config.get_config_options(force_reparse=True)
    check_settings(SHELL, version=streamlit.__version__, option=config.get_option, where=config.get_where_defined)
    return app


def _held_by(page_id: str, *, let_go_if_closed: bool = False) -> int:
    """How much Streamlit holds in memory of files that were sent to a page: bytes.

    It lets a closed page go only when another one is closed, however long ago that was: hence `let_go_if_closed`.
    """
    manager = get_instance().uploaded_file_mgr
    if not isinstance(manager, MemoryUploadedFileManager):
        raise TypeError("Streamlit holds files in another way than the door counts them.")
    if let_go_if_closed and not get_instance().is_active_session(page_id):
        manager.remove_session_files(page_id)
    return sum(len(file.data) for file in tuple(manager.file_storage.get(page_id, {}).values()))


def _routes() -> list[BaseRoute]:
    from dashboard import api, handover

    return [
        Route("/healthz", _health),
        *sign_in.routes,
        *half_way.routes,
        *choose.routes,
        *second_factor.routes,
        *sign_on.routes,
        *session_state.routes,
        *handover.routes,
        *api.routes,
        Route("/session/{rest:path}", _nothing_here, methods=ANY_METHOD),
        Route("/k/{rest:path}", _nothing_here, methods=ANY_METHOD),
        Route("/api/{rest:path}", _nothing_here, methods=ANY_METHOD),
    ]


def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


def _nothing_here(_request: Request) -> Response:
    # else Streamlit would answer with its index page
    return PlainTextResponse("There is nothing here.\n", status_code=404)


def _sorry(request: Request, error: Exception) -> Response:
    # this answer does not pass the layers of the door, so it brings the strictest policy itself
    unavailable = str(error) if isinstance(error, StoreUnavailableError) else ""
    return sorry(request.scope, PLAIN_PAGE_POLICY, unavailable=unavailable)


def _actor_of(token: str, *, in_use: bool = True) -> Actor | None:
    return access.actor_of(current_clinic(), token, in_use=in_use)


class _Lifespan:
    """Open the clinic before the first request, and close it after the last."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @asynccontextmanager
    async def __call__(self, _app: streamlit.App) -> AsyncIterator[dict[str, Any]]:
        keep_texts_out()
        with _saying_why_not(), opened_clinic(self.settings), working(current_clinic()):
            _import_early()
            resume_recordings(current_clinic())
            let_reports_go(current_clinic())
            Thread(target=_read_ahead, name="read ahead", daemon=True).start()
            if self.settings.demo:
                Thread(target=_speak, name="demo talk", daemon=True).start()
            _advise(self.settings)
            log.info("open")
            yield {}
        log.info("closed")


def _advise(settings: Settings) -> None:
    """Warn of what would be safer, and of settings that were probably forgotten or misspelt."""
    if not settings.demo and (advice := advice_on_key(settings)):
        log.warning("advice", about=advice)
    for advice in advice_on_settings(settings):
        log.warning("advice", about=advice)


@contextmanager
def _saying_why_not() -> Iterator[None]:
    """Say in words why the clinic cannot be opened; of the traceback that Starlette writes, the log keeps nothing."""
    try:
        yield
    except MendlineError as error:
        log.error("not opened", why=str(error))  # noqa: TRY400  in words
        raise


def _read_ahead() -> None:
    """Read a large clinic beside everything else; who needs it waits for that, or reads it when this went wrong."""
    try:
        read_ahead(current_clinic())
    except (MendlineError, RuntimeError) as error:
        log.warning("not read ahead", error=type(error).__name__)


def _speak() -> None:
    """Send the demo clinic's spoken talk, beside everything else; a demo without it is a demo all the same."""
    from fit.casework.demo import put_spoken_talk

    try:
        put_spoken_talk(current_clinic())
    except (MendlineError, OSError, RuntimeError, CalledProcessError) as error:
        log.warning("the spoken talk of the demo was not sent", error=type(error).__name__)


def _import_early() -> None:
    """Import what pages need, and take it out of the garbage collector's rounds for good."""
    for name in IMPORTED_EARLY:
        importlib.import_module(name)
    for module in pkgutil.iter_modules(importlib.import_module(PAGES).__path__, f"{PAGES}."):
        importlib.import_module(module.name)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)


def _log_script_error(error: Exception) -> bool:
    """Note where a page failed, without its text, and say so on the page."""
    PAGES_FAILED.inc()
    log.error("page failed", error=type(error).__name__, place=place_of(error))
    if isinstance(error, StoreUnavailableError):
        streamlit.error(str(error))
        streamlit.button("Try again", key="try-again")  # runs the page anew, with what was typed before
    else:
        streamlit.error("Something went wrong on this page. Nothing was lost; please load it again.")
    return True
