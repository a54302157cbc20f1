"""The socket and the pages behind it: who opens one, what may be said through it, and that no page gives a glimpse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from dashboard.door.frame_guard import SESSION_ENDED
from dashboard.door.identity import COOKIE
from dashboard.door.messages import WANTED, WANTED_OPERATIONS
from dashboard.shell.menu import MENU, menu_of
from tests.dashboard.attack.visitors import ELSEWHERE, NOBODY, REVOKED
from tests.dashboard.serving.open_page import close_code, open_page
from tests.dashboard.serving.second_clinic import ADMINISTRATOR, COLLEAGUE, DIRECTOR, OWNER, PEOPLE, SUPERVISOR
from tests.dashboard.serving.small_clinic import CLINICIAN

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

    from tests.dashboard.attack.visitors import Walk
    from tests.dashboard.serving.open_page import Drawn

UNWANTED = {"clear_cache", "debug_disconnect_websocket", "debug_shutdown_runtime", "load_git_info", "set_run_on_save"}
UNWANTED_OPERATIONS = {"deferred_file", "dismiss_skills_nudge", "install_skills"}


def opened(walk: Walk, visitor: str, path: str = "/_stcore/stream", **headers: str | None) -> ClientConnection:
    """Open a socket as a program would; a header that is None is not sent."""
    named = {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
    token = walk.tokens[visitor]
    origin = None if "origin" in headers else walk.server.url
    return connect(
        f"ws://127.0.0.1:{walk.server.port}{path}",
        origin=origin,  # type: ignore[arg-type]
        additional_headers=({"cookie": f"{COOKIE}={token}"} if token else {}) | named,
        subprotocols=["streamlit", "PLACEHOLDER_AUTH_TOKEN"],  # type: ignore[list-item]
    )


@pytest.mark.parametrize(
    ("visitor", "path", "headers"),
    [
        (NOBODY, "/_stcore/stream", {}),
        (REVOKED, "/_stcore/stream", {}),
        (NOBODY, "/_stcore/stream", {"x_mendline_user": "U1", "x_mendline_role": "director"}),
        (OWNER, "/_stcore/stream", {"origin": "https://elsewhere.example"}),
        (OWNER, "/_stcore/stream", {"origin": "null"}),
        (OWNER, "/_stcore/stream", {"origin": None}),
        (OWNER, "/_stcore/stream", {"origin": "http://localhost"}),
        (OWNER, "/", {}),
        (OWNER, "/_stcore/stream/", {}),
        (OWNER, "/_stcore//stream", {}),
        (OWNER, "/k/../_stcore/stream", {}),
        (OWNER, "/static/x", {}),
        (OWNER, "/_stcore/agent/mcp", {}),
    ],
)
def test_no_socket_opens_that_should_not(walk: Walk, visitor: str, path: str, headers: dict[str, str | None]) -> None:
    with pytest.raises(InvalidStatus, match="403"), opened(walk, visitor, path, **headers):
        pass
    with opened(walk, OWNER):
        pass


def test_every_kind_of_message_of_the_installed_streamlit_is_known() -> None:
    kinds = {field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}
    operations = {field.name for field in BackendOperationRequest.DESCRIPTOR.oneofs_by_name["payload"].fields}
    assert kinds == WANTED | UNWANTED
    assert operations == WANTED_OPERATIONS | UNWANTED_OPERATIONS


def message_of(kind: str, operation: str = "") -> bytes:
    message = BackMsg()
    field = message.DESCRIPTOR.fields_by_name[kind]
    if field.message_type is None:
        setattr(message, kind, True)
    else:
        getattr(message, kind).SetInParent()
    if operation:
        getattr(message.backend_operation_request, operation).SetInParent()
    return message.SerializeToString()


@pytest.mark.parametrize("kind", sorted(UNWANTED))
def test_what_no_page_of_ours_asks_for_is_not_answered(walk: Walk, kind: str) -> None:
    with open_page(walk.server, walk.tokens[OWNER]) as page:
        page.run("account")
        page.socket.send(message_of(kind))
        told = {message.WhichOneof("type") for message in page.run("account").messages}
    assert not told & {"git_info_changed", "session_status_changed_by_cache"}
    assert walk.server.fetch("/healthz").status == 200


@pytest.mark.parametrize("operation", sorted(UNWANTED_OPERATIONS))
def test_no_operation_beside_pages_is_answered(walk: Walk, operation: str) -> None:
    with open_page(walk.server, walk.tokens[OWNER]) as page:
        page.run("account")
        page.socket.send(message_of("backend_operation_request", operation))
        told = {message.WhichOneof("type") for message in page.run("account").messages}
    assert "backend_operation_response" not in told


def test_after_the_session_has_ended_no_kind_of_message_is_answered(walk: Walk) -> None:
    token = walk.fresh(OWNER)
    frames = {kind: message_of(kind) for kind in WANTED | UNWANTED} | {"noise": b"\xff\xff", "nothing": b""}
    sockets = {}
    for kind in frames:
        sockets[kind] = opened_with(walk, token)
    # a sign-out from another address of the same session closes them by itself, so it is ended behind the door's back:
    # signing in anew in the same browser ends the earlier session
    fields = {"name": PEOPLE[OWNER].sign_in_name, "passphrase": "seven simulated lamps"}
    assert walk.server.post("/session/sign-in", fields, token=token, address="127.9.0.1").status == 303
    for kind, socket in sockets.items():
        answers, code = all_answers(socket, frames[kind])
        assert all(b"/session/sign-in" in answer for answer in answers), kind
        assert code == SESSION_ENDED, kind


def all_answers(socket: ClientConnection, frame: bytes) -> tuple[list[bytes], int | None]:
    """Send a frame and return what is answered until the server closes, and its code."""
    answers: list[bytes] = []
    try:
        socket.send(frame)
        while True:
            answers.append(socket.recv(20, decode=False))
    except ConnectionClosed as closed:
        return answers, close_code(closed)


def opened_with(walk: Walk, token: str) -> ClientConnection:
    return connect(
        f"ws://127.0.0.1:{walk.server.port}/_stcore/stream",
        origin=walk.server.url,  # type: ignore[arg-type]
        additional_headers={"cookie": f"{COOKIE}={token}"},
        subprotocols=["streamlit", "PLACEHOLDER_AUTH_TOKEN"],  # type: ignore[list-item]
    )


def test_another_clinic_continues_no_page(walk: Walk) -> None:
    with open_page(walk.server, walk.tokens[OWNER]) as page:
        theirs = page.run("client", f"episode={walk.client.episode}").session_id
        with open_page(walk.server, walk.tokens[ELSEWHERE], session_id=theirs) as other:
            assert other.run("").session_id != theirs
    with open_page(walk.server, walk.tokens[ELSEWHERE], session_id=theirs) as other:
        drawn = other.run("")
    assert drawn.session_id != theirs
    assert known_in(walk, drawn) == set()


def test_a_file_is_sent_to_an_own_page_only(walk: Walk) -> None:
    server = walk.server
    with open_page(server, walk.tokens[OWNER]) as page:
        theirs = page.run("account").session_id
        for visitor, status in (
            (NOBODY, 401),
            (REVOKED, 401),
            (ELSEWHERE, 404),
            (COLLEAGUE, 404),
            (ADMINISTRATOR, 404),
        ):
            for method in ("PUT", "DELETE"):
                headers = {"origin": server.url}
                path = f"/_stcore/upload_file/{theirs}/file"
                assert server.fetch(path, method, token=walk.tokens[visitor], headers=headers).status == status
        # to one's own page it passes the door, and Streamlit asks for its own proof against other sites
        own = server.fetch(
            f"/_stcore/upload_file/{theirs}/file", "PUT", token=walk.tokens[OWNER], headers={"origin": server.url}
        )
        assert (own.status, own.body) == (403, b"XSRF token missing or invalid")


PAGES_SHOW = {ELSEWHERE: CLINICIAN.role} | {name: PEOPLE[name].role for name in (COLLEAGUE, DIRECTOR, ADMINISTRATOR)}
BY_CODE = {"of-Kestrel owner"}
TELLS_THE_CODE = {("administrator", "audit"), ("administrator", "keeping"), ("administrator", "person")}
"""Where an administrator sees the code of a client, to find them or hand them over, and nothing else of theirs."""
OF_THE_CLIENT = ("To be honest this isn't helping", "walk again", "of-Kestrel owner", "ask again", "Too much at once")


@pytest.mark.parametrize("visitor", PAGES_SHOW)
def test_no_page_gives_a_glimpse_of_the_client(walk: Walk, visitor: str) -> None:
    asked = {name: getattr(walk.client, name) for name in ("episode", "session", "plan", "turn", "transcript")}
    asked |= {"recording": walk.client.written, "person": walk.clinic.user_ids[OWNER], "scale": "ors"}
    asked |= {"clinician": walk.clinic.user_ids[OWNER], "packet": walk.client.packet, "meeting": "1"}
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    own = {line.address for line in menu_of(PAGES_SHOW[visitor])}
    with open_page(walk.server, walk.tokens[visitor]) as page:
        landing = page.run("").headings
        for line in MENU:
            drawn = page.run(line.address, query)
            told = BY_CODE if (visitor, line.address) in TELLS_THE_CODE else set()
            assert {words for words in OF_THE_CLIENT if words in drawn.raw} <= told, line.address
            if visitor == ELSEWHERE:
                assert known_in(walk, drawn) <= set(asked.values()), line.address
            if line.address not in own:
                assert drawn.headings == landing, line.address
    assert landing


def known_in(walk: Walk, drawn: Drawn) -> set[str]:
    return {one for one in walk.clinic.known if one in drawn.raw}


def test_the_pages_do_show_the_client_to_those_whose_it_is(walk: Walk) -> None:
    for visitor in (OWNER, SUPERVISOR):
        with open_page(walk.server, walk.tokens[visitor]) as page:
            assert "of-Kestrel owner" in page.run("client", f"episode={walk.client.episode}").raw
            about = f"episode={walk.client.episode}&recording={walk.client.transcript}"
            assert "walk again" in page.run("goals", about).raw
            assert "ask again" in page.run("notes", about).raw
            assert "Too much at once" in page.run("formulation", about).raw
