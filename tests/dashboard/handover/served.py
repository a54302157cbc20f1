"""A real clinic with one client, served behind the real door, in this process so that it can be looked into."""

from __future__ import annotations

import re
import shutil
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import uvicorn
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboard import door
from dashboard.door.identity import COOKIE, actor_in
from dashboard.handover import routes
from dashboard.public_files import index_page, public_files
from fit.casework import Actor, Settings, access, clinician, open_clinic
from fit.casework.views import Asked
from fit.ratings import Mode
from fit.store.tables import Rating, columns_of
from tests.dashboard.serving.accessible import violated_rules
from tests.dashboard.serving.running import free_port
from tests.dashboard.serving.small_clinic import CLINICIAN, OWN, PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from fit.casework import Clinic
    from tests.dashboard.serving.small_clinic import SmallClinic

CLIENT_NAME = OWN
START_LIMIT_S = 20


@dataclass(slots=True, kw_only=True)
class Served:
    """The clinic, and the server in front of it that can go away and come back."""

    clinic: Clinic
    actor: Actor
    episode_id: str
    clock: Later
    port: int = field(default_factory=free_port)
    server: uvicorn.Server | None = None
    thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def web_session(self) -> str:
        return access.sign_in(self.clinic, CLINICIAN.sign_in_name, PASSPHRASE, source="test").token

    def hand_over(self, scale_id: str = "ors") -> str:
        """Start a form; returns its token."""
        asked = [Asked(episode_id=self.episode_id, scale_ids=tuple(scale_id.split(",")))]
        handed = clinician.hand_over(self.clinic, self.actor, asked, web_session_token=self.web_session())
        return handed.token

    def ratings(self) -> list[Any]:
        """The ratings that came from a form; those from before were imported."""
        rating = columns_of(Rating)
        given = select(rating).where(rating.c.mode != Mode.IMPORTED.value)
        with self.clinic.store.read() as connection:
            return list(connection.execute(given).all())

    def start(self) -> None:
        app = Starlette(
            routes=[*routes, Route("/client", _client_page)],
            middleware=door.layers(
                actor_of=partial(access.actor_of, self.clinic),
                index_page=index_page(),
                files=public_files(),
                held_by=lambda _page, **_how: 0,
            ),
        )
        config = uvicorn.Config(app, port=self.port, log_level="error", lifespan="off", ws="websockets-sansio")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run)
        self.thread.start()
        for _ in range(START_LIMIT_S * 50):
            if self.server.started:
                return
            time.sleep(0.02)
        raise RuntimeError("the server did not start")

    def stop(self) -> None:
        if self.server is not None and self.thread is not None:
            self.server.should_exit = self.server.force_exit = True
            self.thread.join()
            self.server = None


def _client_page(request: Any) -> PlainTextResponse:
    """Stand where the client's page is in the whole application; the gate is in front of it as there."""
    actor = actor_in(request.scope)
    assert actor is not None
    return PlainTextResponse(f"{actor.name}: {request.query_params['episode']}")


class Later:
    """A clock that can be set forward."""

    def __init__(self) -> None:
        self.by = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.by


@contextmanager
def opened(small_clinic: SmallClinic, folder: Path) -> Iterator[Served]:
    """Open the clinic of a folder, a copy of the small clinic when there is none yet."""
    if not folder.exists():
        shutil.copytree(small_clinic.folder, folder)
    clock = Later()
    clinic = open_clinic(Settings(folder=folder), clock=clock)
    try:
        actor = access.sign_in(clinic, CLINICIAN.sign_in_name, PASSPHRASE, source="test").actor
        yield Served(clinic=clinic, actor=actor, episode_id=small_clinic.episodes[OWN], clock=clock)
    finally:
        clinic.close()


def open_form(tablet: BrowserContext, token: str) -> Page:
    page = tablet.new_page()
    page.goto(f"/k/{token}")
    page.wait_for_selector("main[data-ready]")
    return page


def mark(page: Page, number: int, share: float) -> None:
    box = page.locator(".line-track").nth(number).bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + share * box["width"], box["y"] + box["height"] / 2)


def mark_all(page: Page, shares: tuple[float, ...] = (0.1, 0.4, 0.75, 1.0)) -> None:
    for number, share in enumerate(shares):
        mark(page, number, share)


def send(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Send (my answers|and go on)$")).tap()


def signed_in(tablet: BrowserContext, served: Served) -> str:
    token = served.web_session()
    tablet.add_cookies([{"name": COOKIE, "value": token, "url": served.url, "httpOnly": True, "sameSite": "Strict"}])
    return token


def until(page: Page, expression: str) -> None:
    """Wait for what only script can see. Playwright's own way needs eval, which the content policy forbids."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never became true: {expression}")


def violations(page: Page) -> list[str]:
    """What axe finds on a screen."""
    return violated_rules(page)
