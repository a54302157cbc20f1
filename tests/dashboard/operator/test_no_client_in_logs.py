"""A served clinic is used with marked words, also while its database fails, and no log or figure has any of them.

What is typed on pages goes into every field of every page, then every button is pressed.
"""

from __future__ import annotations

import json
import re
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed

from dashboard.shell.menu import MENU
from tests.dashboard.operator.test_operator_address import ask
from tests.dashboard.serving.open_page import open_page
from tests.dashboard.serving.running import FORM, free_port, running_server
from tests.dashboard.serving.second_clinic import OWNER, PEOPLE, SecondClinic, add_second_clinic
from tests.dashboard.serving.small_clinic import PASSPHRASE, PIN, SmallClinic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.dashboard.serving.open_page import Drawn, OpenPage
    from tests.dashboard.serving.running import RunningServer

TYPED = "Quillfeather said zebrafish"
WRONG = "wrong lantern otter words"
SCORE = "13.7"
MARKED = {"quillfeather", "zebrafish", WRONG, PASSPHRASE, "kestrel", "walk again", "to be honest", "k.owner"}
FIELDS = {"text_input", "text_area"}
BUTTONS = 4
"""Of each page; each is pressed with all fields filled in."""


@pytest.fixture(scope="module")
def used(
    small_clinic: SmallClinic, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[RunningServer, int, SecondClinic]]:
    folder = shutil.copytree(small_clinic.folder, tmp_path_factory.mktemp("used") / "clinic")
    clinic, port = add_second_clinic(folder), free_port()
    with running_server(folder, options=("--operator-port", str(port))) as server:
        yield server, port, clinic


def type_everywhere(page: OpenPage, address: str, query: str) -> None:
    """Fill every field of a page with marked words, and press its first buttons one after the other."""
    drawn = page.run(address, query)
    for button in buttons_of(drawn)[:BUTTONS] or [""]:
        message = BackMsg()
        message.rerun_script.page_name, message.rerun_script.query_string = address, query
        for element in drawn.elements:
            kind = element.WhichOneof("type")
            if kind in FIELDS:
                message.rerun_script.widget_states.widgets.add(id=getattr(element, kind).id, string_value=TYPED)
        if button:
            message.rerun_script.widget_states.widgets.add(id=button, trigger_value=True)
        page._send(message)


def buttons_of(drawn: Drawn) -> list[str]:
    return [one.button.id for one in drawn.elements if one.WhichOneof("type") == "button"]


def use_pages(server: RunningServer, clinic: SecondClinic, *names: str) -> int:
    """Use every page as these people do; return how many were run."""
    run = 0
    about = f"?episode={clinic.client.episode}&session={clinic.client.session}&transcript={clinic.client.transcript}"
    for person in (PEOPLE[name] for name in names):
        token = server.token(person)
        for line in MENU:
            if person.role not in line.roles:
                continue
            with suppress(ConnectionClosed, TimeoutError), open_page(server, token) as page:
                type_everywhere(page, line.address, about)
                run += 1
    return run


def use_addresses(server: RunningServer, clinic: SecondClinic) -> None:
    """Send marked words to every kind of address, in every place where they can stand."""
    token, episode = server.token(PEOPLE[OWNER]), clinic.client.episode
    handed = server.post("/session/hand-over", {"ask": f"{episode}:client:0:ors"}, token=server.sign_in(PEOPLE[OWNER]))
    path = handed.headers.get("location", "/k/none")
    device = {"cookie": f"mendline_device={handed.cookies.get('mendline_device', '')}", "origin": server.url}
    marks = {"individual": SCORE, TYPED: SCORE}
    for body in (json.dumps({"answers": marks, "idempotency_key": TYPED}), TYPED, "{" + TYPED):
        server.fetch(f"{path}/rating", "POST", headers=device | {"content-type": "application/json"}, body=body)
    server.fetch(f"{path}/take-back", "POST", headers=device | {"content-type": FORM}, body=f"pin={PIN}&x=Quillfeather")
    own = {"origin": server.url, "content-type": FORM}
    for address in ("/api/find", "/session/passphrase", "/session/code", "/k/code", "/api/recording?episode=zebrafish"):
        server.fetch(address, "POST", token=token, headers=own, body=json.dumps({"typed": TYPED}))
    for address in (
        "/client?episode=Quillfeather",
        "/k/Quillfeather",
        "/Quillfeather",
        "/api/course.csv?episode=zebrafish",
    ):
        server.fetch(address, token=token, headers={"user-agent": TYPED, "referer": "Quillfeather", "x-zebrafish": "1"})
    for number, fields in enumerate(
        ({"name": TYPED, "passphrase": PASSPHRASE}, {"name": "k.owner", "passphrase": WRONG})
    ):
        server.post("/session/sign-in", fields, address=f"127.88.0.{number + 1}")


def said_by(server: RunningServer, port: int) -> str:
    """Return all that the server wrote, and what it tells its operator."""
    told = "".join(ask(port, path)[1] for path in ("/metrics", "/readyz", "/healthz"))
    return server.log.read_text() + told


def found_in(text: str, clinic: SecondClinic) -> set[str]:
    wanted = MARKED | {one.lower() for one in clinic.known} | {*PEOPLE, clinic.handed_over}
    words = {one for one in wanted - set(PEOPLE) if one in text.lower()}
    numbers = {SCORE, PIN} & set(re.findall(r"(?<![\d.])(?:\d+\.\d|\d{6})(?![\d.])", text))
    return words | numbers


def test_nothing_of_a_client_is_in_what_a_server_writes_down_also_while_its_database_fails(
    used: tuple[RunningServer, int, SecondClinic],
) -> None:
    server, port, clinic = used
    assert use_pages(server, clinic, *PEOPLE) > 40
    use_addresses(server, clinic)
    assert found_in(said_by(server, port), clinic) == set()
    break_database(server)
    use_pages(server, clinic, OWNER)
    use_addresses(server, clinic)
    said = said_by(server, port)
    assert "failed" in said or "Error at" in said
    assert "mendline_page_run_seconds_count" in said
    assert found_in(said, clinic) == set()


def break_database(server: RunningServer) -> None:
    """Overwrite the middle of the file: reading and writing fail from then on, with whatever they were about."""
    file = server.folder / "clinic.db"
    size = file.stat().st_size
    with file.open("r+b") as database:
        database.seek(size // 5)
        database.write(bytes(3 * size // 5))


def test_the_search_would_find_what_is_written_down(used: tuple[RunningServer, int, SecondClinic]) -> None:
    _, _, clinic = used
    line = json.dumps({"event": "saved", "name": "Quillfeather", "pin": PIN, "id": clinic.client.episode}) + SCORE
    assert found_in(line, clinic) == {"quillfeather", SCORE, PIN, clinic.client.episode}
