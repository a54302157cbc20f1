"""The ASGI application: our door in front, our routes, and Streamlit behind.

Run it with `mendline serve`: one process, one worker. Streamlit keeps pages, uploads and caches per process.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil
from contextlib import asynccontextmanager
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

from dashboard import door
from dashboard.access import sign_in
from dashboard.clinic import current_clinic, opened_clinic
from dashboard.door.answers import sorry
from dashboard.door.headers import PLAIN_PAGE_POLICY
from dashboard.logs import keep_texts_out, place_of
from dashboard.public_files import index_page, public_files
from dashboard.settings_check import check_settings
from dashboard.shell.landing import Landing
from fit.casework import access
from fit.casework.machine import finish_rebuilds, resume_recordings
from fit.errors import MendlineError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

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
        routes=_routes(),
        middleware=[
            *door.layers(actor_of=_actor_of, index_page=index_page(), files=public_files()),
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


def _routes() -> list[BaseRoute]:
    from dashboard import api, handover

    return [
        Route("/healthz", _health),
        *sign_in.routes,
        *handover.routes,
        *api.routes,
        Route("/session/{rest:path}", _nothing_here, methods=ANY_METHOD),
        Route("/api/{rest:path}", _nothing_here, methods=ANY_METHOD),
        Route("/k/{rest:path}", _nothing_here, methods=ANY_METHOD),
        Route("/api/{rest:path}", _nothing_here, methods=ANY_METHOD),
    ]


def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


def _nothing_here(_request: Request) -> Response:
    # else Streamlit would answer with its index page
    return PlainTextResponse("There is nothing here.\n", status_code=404)


def _sorry(request: Request, _error: Exception) -> Response:
    # this answer does not pass the layers of the door, so it brings the strictest policy itself
    return sorry(request.scope, PLAIN_PAGE_POLICY)


def _actor_of(token: str, *, in_use: bool = True) -> Actor | None:
    return access.actor_of(current_clinic(), token, in_use=in_use)


class _Lifespan:
    """Open the clinic before the first request, and close it after the last."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @asynccontextmanager
    async def __call__(self, _app: streamlit.App) -> AsyncIterator[dict[str, Any]]:
        keep_texts_out()
        with opened_clinic(self.settings):
            _import_early()
            finish_rebuilds(current_clinic())
            resume_recordings(current_clinic())
            if self.settings.demo:
                Thread(target=_speak, name="demo talk", daemon=True).start()
            log.info("open")
            yield {}
        log.info("closed")


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


def _log_script_error(error: Exception) -> bool:
    """Note where a page failed, without its text, and say so on the page."""
    log.error("page failed", error=type(error).__name__, place=place_of(error))
    streamlit.error("Something went wrong on this page. Nothing was lost; please load it again.")
    return True
