"""Clinicians who browse: each holds a page open by its socket and asks for the next one every six to ten seconds."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from time import perf_counter, time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from dashboard.door.identity import COOKIE

PAUSE_S = (6.0, 10.0)
"""[s] Between two looks of one person."""
ANSWER_LIMIT_S = 60
SHORT = 120
"""[bytes] The message that ends a run is short; longer ones are not read here, which would take as long as drawing."""
EVERY_CLIENT_PAGE = ("client", "client", "client", "ratings", "goals", "notes", "formulation")
EVERY_OWN_PAGE = ("caseload", "caseload", "caseload", "outcomes", "patterns")
"""A clinician is mostly on the caseload and on pages of a client; some pages of the whole caseload in between."""
SHARE_OF_CLIENTS = 0.6


@dataclass(frozen=True)
class Person:
    """Who browses: the session's cookie and the episodes that may be looked at."""

    token: str
    episodes: tuple[str, ...]


@dataclass
class Seen:
    """What all of them saw: seconds by page with the moment, and what went wrong."""

    runs: list[tuple[str, float, float]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


async def browse(server, people, *, until, seen, stays_s=None):
    """Let all of them browse until that moment; with `stays_s`, each closes the page after so long, and opens one."""
    await asyncio.gather(*(_one(server, person, until, seen, stays_s, place) for place, person in enumerate(people)))


async def _one(server, person, until, seen, stays_s, place):
    chance = random.Random(place)
    await asyncio.sleep(chance.uniform(0, PAUSE_S[1]))
    while time() < until:
        leaves = until if stays_s is None else min(until, time() + chance.uniform(0.5, 1.5) * stays_s)
        try:
            async with opened(server, person) as socket:
                await _look(socket, person, chance, leaves, seen)
        except (ConnectionClosed, OSError, TimeoutError) as error:
            seen.faults.append(f"{type(error).__name__}: {error}")
            await asyncio.sleep(1)


def opened(server, person):
    """Give the socket of a page that somebody opens."""
    return connect(
        f"ws://127.0.0.1:{server.port}/_stcore/stream",
        origin=server.url,
        additional_headers={"cookie": f"{COOKIE}={person.token}"},
        subprotocols=["streamlit", "PLACEHOLDER_AUTH_TOKEN"],
        max_size=None,
        open_timeout=ANSWER_LIMIT_S,
        compression=None,
    )


async def _look(socket, person, chance, leaves, seen):
    while time() < leaves:
        page, query = _next(person, chance)
        begun = perf_counter()
        await socket.send(_asked(page, query))
        await asyncio.wait_for(_drawn(socket, seen, page), ANSWER_LIMIT_S)
        seen.runs.append((page, time(), perf_counter() - begun))
        await asyncio.sleep(chance.uniform(*PAUSE_S))


def _next(person, chance):
    if chance.random() < SHARE_OF_CLIENTS:
        return chance.choice(EVERY_CLIENT_PAGE), f"episode={chance.choice(person.episodes)}"
    page = chance.choice(EVERY_OWN_PAGE)
    return ("" if page == "caseload" else page), ""


def _asked(page, query):
    message = BackMsg()
    message.rerun_script.page_name = page
    message.rerun_script.query_string = query
    return message.SerializeToString()


async def _drawn(socket, seen, page):
    while True:
        raw = await socket.recv(decode=False)
        if b"Something went wrong on this page" in raw:
            seen.faults.append(f"{page}: something went wrong")
        if len(raw) < SHORT and ForwardMsg.FromString(raw).HasField("script_finished"):
            return
