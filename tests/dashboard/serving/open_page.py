"""An open page without a browser: Streamlit's own protocol over the WebSocket, as a browser speaks it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from dashboard.door.identity import COOKIE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.proto.Element_pb2 import Element
    from websockets.sync.client import ClientConnection

    from tests.dashboard.serving.running import RunningServer

ANSWER_LIMIT_S = 20


@dataclass(slots=True, kw_only=True)
class Drawn:
    """What one run of a page sent."""

    messages: list[ForwardMsg] = field(default_factory=list)

    @property
    def elements(self) -> list[Element]:
        return [one.delta.new_element for one in self.messages if one.delta.WhichOneof("type") == "new_element"]

    @property
    def raw(self) -> str:
        """Everything that was sent, as text: for asking whether something is in it at all."""
        return "\n".join(str(message) for message in self.messages)

    @property
    def headings(self) -> list[str]:
        return [element.heading.body for element in self.elements if element.WhichOneof("type") == "heading"]

    @property
    def session_id(self) -> str:
        starts = [one.new_session.initialize.session_id for one in self.messages if one.HasField("new_session")]
        return starts[0]

    @property
    def page_was_not_found(self) -> bool:
        return any(message.HasField("page_not_found") for message in self.messages)

    def button(self, label: str) -> tuple[str, str]:
        """Return the widget id of a button and the id of the fragment it is in."""
        for message in self.messages:
            element = message.delta.new_element
            if element.WhichOneof("type") == "button" and element.button.label == label:
                return element.button.id, message.delta.fragment_id
        raise AssertionError(f"no button {label!r} was drawn")


@dataclass(slots=True, kw_only=True)
class OpenPage:
    """A page held open by its socket."""

    socket: ClientConnection

    def run(self, page: str = "", query: str = "") -> Drawn:
        """Load the page anew, as after opening its address."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        return self._send(message)

    def click(self, drawn: Drawn, label: str, page: str = "") -> Drawn:
        """Press a button; inside a fragment only the fragment runs."""
        widget, fragment = drawn.button(label)
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.widgets.add(id=widget, trigger_value=True)
        return self._send(message)

    def until_closed(self) -> tuple[ForwardMsg, int | None]:
        """Wait until the server closes the page; return its last message and the code."""
        last = ForwardMsg()
        while True:
            try:
                last = self._next_message()
            except ConnectionClosed as closed:
                return last, close_code(closed)

    def _next_message(self) -> ForwardMsg:
        return ForwardMsg.FromString(self.socket.recv(ANSWER_LIMIT_S, decode=False))

    def _send(self, message: BackMsg) -> Drawn:
        self.socket.send(message.SerializeToString())
        drawn = Drawn()
        while True:
            drawn.messages.append(self._next_message())
            if drawn.messages[-1].HasField("script_finished"):
                return drawn


@contextmanager
def open_page(server: RunningServer, token: str, *, session_id: str = "", origin: str = "") -> Iterator[OpenPage]:
    """Open the socket of a page with a session's cookie; `session_id` continues an earlier page."""
    protocols = ["streamlit", "PLACEHOLDER_AUTH_TOKEN", *([session_id] if session_id else [])]
    with connect(
        f"ws://127.0.0.1:{server.port}/_stcore/stream",
        origin=origin or server.url,  # type: ignore[arg-type]
        additional_headers={"cookie": f"{COOKIE}={token}"} if token else {},
        subprotocols=protocols,  # type: ignore[arg-type]
        max_size=None,
    ) as socket:
        yield OpenPage(socket=socket)


def close_code(closed: ConnectionClosed) -> int | None:
    """Return the code with which the server closed a page."""
    return closed.rcvd.code if closed.rcvd else None
