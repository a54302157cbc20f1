"""The step from a client's page to the client's record."""

from __future__ import annotations

from functools import cache
from threading import Thread
from typing import TYPE_CHECKING

from dashboard.components.links import link_html
from fit.casework.views import ConsentKind

if TYPE_CHECKING:
    from fit.casework.views import ClientPage

__all__ = ["record_link_html"]


def record_link_html(client: ClientPage) -> str:
    """Lead to consents and transcripts; whoever has some is likely to be looked back at next."""
    if client.episode.consents.get(ConsentKind.TRANSCRIPT):
        _get_ready()
    query = {"episode": client.episode.episode_id}
    return link_html("Record: consents, and what was said", "record", query, icon="description")


@cache
def _get_ready() -> None:
    """Let the rules of the dialogue be made ready beside: it takes two seconds, once in a process."""
    Thread(target=_read_a_word, name="rules-of-the-dialogue", daemon=True).start()


def _read_a_word() -> None:
    from fit.dialogue import get_ready

    get_ready()
