"""The sign-ins of the demo clinic, shown on its sign-in page and nowhere else: everybody in it is simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.access.page import Markup, fill
from dashboard.words import ROLE

if TYPE_CHECKING:
    from fit.casework.demo import DemoSignIn

__all__ = ["demo_section", "one_for_each_role"]


def demo_section(to: str) -> Markup:
    """Return a button for one desk of each role, and the PIN that takes a tablet back."""
    people = one_for_each_role()
    buttons = Markup("".join(_button(person, to) for person in people))
    return fill("demo.html", people=buttons, pin=people[0].pin, passphrase=people[0].passphrase)


def one_for_each_role() -> tuple[DemoSignIn, ...]:
    """Return the first person of each role."""
    from fit.casework.demo import demo_sign_ins

    first = {person.role: person for person in reversed(demo_sign_ins())}
    return tuple(sorted(first.values(), key=lambda person: list(ROLE).index(person.role)))


def _button(person: DemoSignIn, to: str) -> str:
    return fill(
        "demo_person.html",
        next=to,
        role=ROLE[person.role],
        name=person.sign_in_name,
        passphrase=person.passphrase,
    )
