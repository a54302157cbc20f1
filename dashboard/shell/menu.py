"""Which pages there are, and for whom. A role's first page is where it lands."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from fit.casework.actor import Role

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MENU", "MenuLine", "menu_of"]

CLINICIAN, SUPERVISOR, DIRECTOR, ADMINISTRATOR = Role.CLINICIAN, Role.SUPERVISOR, Role.DIRECTOR, Role.ADMINISTRATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuLine:
    """One page: its address, its title, the module with its function `page`, and who gets it."""

    address: str
    title: str
    icon: str
    """Its name in the font of signs."""
    module: str
    roles: frozenset[Role]
    in_menu: bool = True
    """False for a page that is reached from another one, with a client in its address."""

    def function(self) -> Callable[[], None]:
        """Return what draws the page."""
        draw: Callable[[], None] = importlib.import_module(self.module).page
        return draw


def _line(address: str, title: str, icon: str, *roles: Role, module: str = "", in_menu: bool = True) -> MenuLine:
    return MenuLine(
        address=address,
        title=title,
        icon=icon,
        module=f"dashboard.pages.{module or address}",
        roles=frozenset(roles),
        in_menu=in_menu,
    )


MENU: Final = (
    _line("caseload", "Caseload", "groups", CLINICIAN),
    _line("supervision", "Supervision", "diversity_3", SUPERVISOR),
    _line("overview", "Overview", "monitoring", DIRECTOR),
    _line("alliance", "Alliance", "grid_on", SUPERVISOR, DIRECTOR),
    _line("seen-together", "Seen together", "family_restroom", CLINICIAN, SUPERVISOR, module="seen_together"),
    _line("rehearse", "Rehearse", "forum", CLINICIAN, SUPERVISOR),
    _line("search", "Search", "search", CLINICIAN, SUPERVISOR),
    _line("patterns", "Patterns", "insights", CLINICIAN, SUPERVISOR),
    _line("repairs", "What works here", "handshake", CLINICIAN, SUPERVISOR, DIRECTOR),
    _line("outcomes", "Outcomes", "query_stats", CLINICIAN, SUPERVISOR, DIRECTOR),
    _line("board", "Help needed", "volunteer_activism", SUPERVISOR, DIRECTOR),
    _line("service-report", "Service report", "summarize", DIRECTOR, module="service_report"),
    _line("learning", "What I learnt", "lightbulb", CLINICIAN, SUPERVISOR),
    _line("people", "People", "badge", ADMINISTRATOR),
    _line("audit", "Audit", "fact_check", ADMINISTRATOR),
    _line("import", "Import ratings", "upload_file", ADMINISTRATOR, module="import_ratings"),
    _line("wording", "Wording", "translate", ADMINISTRATOR),
    _line("keeping", "Keep and erase", "inventory_2", ADMINISTRATOR),
    _line("client", "Client", "person", CLINICIAN, SUPERVISOR, in_menu=False),
    _line("new-client", "New client", "person_add", CLINICIAN, module="new_client", in_menu=False),
    _line("rate", "Rating", "edit", CLINICIAN, in_menu=False),
    _line("hand-over", "Give a form", "tablet", CLINICIAN, module="hand_over", in_menu=False),
    _line("together", "Together", "visibility", CLINICIAN, SUPERVISOR, in_menu=False),
    _line("card", "Card for the session", "sticky_note_2", CLINICIAN, SUPERVISOR, in_menu=False),
    _line("enter", "Enter a rating", "keyboard", CLINICIAN, SUPERVISOR, in_menu=False),
    _line("ratings", "All ratings", "list_alt", CLINICIAN, SUPERVISOR, in_menu=False),
    _line("record", "Record", "description", CLINICIAN, SUPERVISOR, in_menu=False),
    _line(
        "add-transcript",
        "Add a transcript",
        "upload_file",
        CLINICIAN,
        SUPERVISOR,
        module="add_transcript",
        in_menu=False,
    ),
    _line("transcript", "Transcript", "article", CLINICIAN, SUPERVISOR, in_menu=False),
    _line("reading", "Look back at a session", "history", CLINICIAN, SUPERVISOR, in_menu=False),
    _line("repair", "Repair", "healing", CLINICIAN, SUPERVISOR, in_menu=False),
    _line("packet", "Supervision packet", "folder_shared", CLINICIAN, SUPERVISOR, in_menu=False),
    _line("documentation", "Session documentation", "assignment", CLINICIAN, SUPERVISOR, in_menu=False),
    _line("goals", "Goals", "flag", CLINICIAN, SUPERVISOR, in_menu=False),
    _line("notes", "Session notes", "notes", CLINICIAN, SUPERVISOR, in_menu=False),
    _line("note", "Session note", "edit_note", CLINICIAN, SUPERVISOR, in_menu=False),
    _line("formulation", "Case formulation", "account_tree", CLINICIAN, SUPERVISOR, in_menu=False),
    _line("emergency", "Open with a reason", "lock_open", CLINICIAN, SUPERVISOR, in_menu=False),
    _line("who-looked", "Who looked", "visibility", CLINICIAN, SUPERVISOR, module="who_looked", in_menu=False),
    _line("debrief", "Looking back", "history", CLINICIAN, SUPERVISOR, in_menu=False),
    _line("person", "Person", "person", ADMINISTRATOR, in_menu=False),
    _line("account", "Your account", "account_circle", *Role),
)


@cache
def menu_of(role: Role) -> tuple[MenuLine, ...]:
    """Return the pages of a role, the one it lands on first."""
    return tuple(line for line in MENU if role in line.roles)
