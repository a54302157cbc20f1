"""The step from a client's page to the client's record."""

from __future__ import annotations

from functools import cache
from threading import Thread
from typing import TYPE_CHECKING

from dashboard.components.links import page_link
from fit.casework.views import ConsentKind

if TYPE_CHECKING:
    from fit.casework.views import ClientPage

__all__ = ["draw_record_link"]


def draw_record_link(client: ClientPage) -> None:
    """Lead to consents and transcripts; whoever has some is likely to be looked back at next."""
    query = {"episode": client.episode.episode_id}
    page_link("Record: consents, and what was said", "record", query, icon=":material/description:")
    if client.episode.consents.get(ConsentKind.TRANSCRIPT):
        _get_ready()


@cache
def _get_ready() -> None:
    """Let the rules of the dialogue be made ready beside: it takes two seconds, once in a process."""
    Thread(target=_read_a_word, name="rules-of-the-dialogue", daemon=True).start()


def _read_a_word() -> None:
    from fit.dialogue import get_ready

    get_ready()
