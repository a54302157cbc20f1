"""What can be done with a client that was found, one line an action, and the letters that lead to pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ACTIONS", "CLIENT_PAGES", "KEYS", "NEW_RATING", "WITHOUT_A_CLIENT", "Action"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A page to open with a client; a role that does not have the page is not offered it."""

    label: str
    page: str
    own_only: bool = False
    """Not with a supervisee's client."""
    open_only: bool = False
    """Not when the episode is closed."""


NEW_RATING: Final = "hand-over"
ACTIONS: Final = (
    Action(label="Open", page="client"),
    Action(label="New rating: give a form", page=NEW_RATING, own_only=True, open_only=True),
    Action(label="New rating: enter one from paper", page="enter", own_only=True, open_only=True),
    Action(label="Note for today's session", page="note", own_only=True, open_only=True),
    Action(label="Session notes", page="notes"),
    Action(label="Goals", page="goals"),
    Action(label="Case formulation", page="formulation"),
    Action(label="Record", page="record"),
    Action(label="All ratings", page="ratings"),
    Action(label="Card for the session", page="card"),
)
WITHOUT_A_CLIENT: Final = frozenset({"new-client"})
"""Pages that are not in the menu and need no client."""
CLIENT_PAGES: Final = frozenset(one.page for one in ACTIONS)
"""Where `n` gives a new rating to the client of the page."""

KEYS: Final[Mapping[str, str]] = {
    "account": "m",
    "alliance": "a",
    "audit": "d",
    "board": "h",
    "caseload": "c",
    "import": "i",
    "keeping": "k",
    "learning": "l",
    "outcomes": "u",
    "overview": "o",
    "patterns": "p",
    "people": "p",
    "rehearse": "r",
    "repairs": "w",
    "search": "f",
    "seen-together": "y",
    "service-report": "e",
    "supervision": "s",
    "wording": "t",
}
"""The letter behind `g` that leads to a page; no role has two pages with the same."""
