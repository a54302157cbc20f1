"""The sign-ins of the demo clinic, shown on its sign-in page and nowhere else: everybody in it is simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.access.page import Markup, fill
from dashboard.words import ROLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.casework.demo import DemoSignIn

__all__ = ["demo_section"]


def demo_section(to: str) -> Markup:
    """Return a button for each desk that one can sit at in the demo clinic."""
    from fit.casework.demo import demo_sign_ins

    people: Sequence[DemoSignIn] = demo_sign_ins()
    return fill("demo.html", people=Markup("".join(_button(person, to) for person in people)))


def _button(person: DemoSignIn, to: str) -> str:
    return fill(
        "demo_person.html", next=to, role=ROLE[person.role], name=person.sign_in_name, passphrase=person.passphrase
    )
