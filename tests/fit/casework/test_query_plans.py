"""No query of a page grows with the number of other people's clients: SQLite searches by key, it never scans."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from fit.casework import access, administrator, client, clinician, supervisor
from tests.fit.casework.world import csv

SMALL = {"supervision", "clinic_user", "clinic"}
"""Tables with a row for each colleague, not for each client."""


@pytest.fixture
def plans(world):
    """Do something and tell how SQLite goes about each of its queries."""
    rows = [
        f"E{number},adult,{m},{s},30.0,2026-02-0{m}" for number in range(30) for m in (1, 2) for s in ("ors", "srs")
    ]
    administrator.import_ratings(world.clinic, world.admin, "f.csv", csv(*rows), clinician_sign_in_name="ann")

    def told(look):
        asked = []
        store = world.clinic.store
        engines = (store._engine, store._writes._engine)

        def note(connection, cursor, statement, parameters, context, executemany):
            if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE")):
                asked.append((statement, parameters[0] if executemany else parameters))

        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        look()
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
        with store.read() as connection:
            cursor = connection.connection.driver_connection.cursor()
            return [
                (statement, [row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)])
                for statement, parameters in asked
            ]

    return told


def scans(plan):
    return [step for step in plan if step.startswith("SCAN") and step.split()[1] not in SMALL]


@pytest.mark.parametrize(
    "look",
    ["open_caseload", "open_client", "open_supervision", "actor_of", "record_rating", "start_session", "mark_alert"],
)
def test_pages_and_ratings_search_by_key(world, plans, look):
    episode = world.caseload().rows[0].episode_id
    signed_in = world.sign_in()
    handed, _ = world.hand_over(world.caseload().rows[1].episode_id)
    alert = next(alert for alert in world.page(episode).alerts if alert.state.is_open)
    doors = {
        "open_caseload": lambda: clinician.open_caseload(world.clinic, world.ann),
        "open_client": lambda: clinician.open_client(world.clinic, world.ann, episode),
        "open_supervision": lambda: supervisor.open_supervision(world.clinic, world.sue),
        "actor_of": lambda: access.actor_of(world.clinic, signed_in.token),
        "record_rating": lambda: (client.open_form(world.clinic, handed.token), world.send(handed.token)),
        "start_session": lambda: clinician.start_session(world.clinic, world.ann, episode),
        "mark_alert": lambda: clinician.mark_alert(world.clinic, world.ann, alert.alert_id, alert.state.SEEN),
    }
    found = plans(doors[look])
    assert found
    for statement, plan in found:
        assert not scans(plan), (statement, plan)
