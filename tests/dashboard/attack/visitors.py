"""Who comes to each address of the served second clinic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.dashboard.serving.second_clinic import ADMINISTRATOR, COLLEAGUE, DIRECTOR, OWNER, PEOPLE, SUPERVISOR
from tests.dashboard.serving.small_clinic import CLINICIAN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.dashboard.serving.running import RunningServer
    from tests.dashboard.serving.second_clinic import SecondClinic
    from tests.fit.casework.test_access_table import Target

NOBODY, REVOKED, ELSEWHERE = "nobody", "revoked", "elsewhere"
"""Without a session, with one that was ended, from the other clinic."""

VISITORS = (NOBODY, REVOKED, ELSEWHERE, OWNER, COLLEAGUE, SUPERVISOR, DIRECTOR, ADMINISTRATOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The server, the clinic that is walked through, and a session for each visitor."""

    server: RunningServer
    clinic: SecondClinic
    tokens: Mapping[str, str]

    @property
    def client(self) -> Target:
        """The client of the owner, about whom everything is asked."""
        return self.clinic.client

    def fresh(self, visitor: str) -> str:
        """Begin a session of this visitor that a test may end; what nobody has is nobody's."""
        person = CLINICIAN if visitor == ELSEWHERE else PEOPLE.get(visitor)
        return self.server.sign_in(person) if person else self.tokens[visitor]


def begin_walk(server: RunningServer, clinic: SecondClinic) -> Walk:
    """Sign everybody in, and one of them out again."""
    revoked = server.sign_in(PEOPLE[OWNER])
    assert server.post("/session/sign-out", {}, token=revoked).status == 303
    tokens = {NOBODY: "", REVOKED: revoked, ELSEWHERE: server.token(CLINICIAN)}
    tokens |= {name: server.token(person) for name, person in PEOPLE.items()}
    return Walk(server=server, clinic=clinic, tokens=tokens)
