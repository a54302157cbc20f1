"""Simulated clinicians: they sign in, open pages and press buttons, over Streamlit's own protocol as a browser does."""

from __future__ import annotations

import http.client
import threading
from queue import Empty, SimpleQueue
from random import Random
from typing import TYPE_CHECKING

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException

from dashboard.note_words import FIELD
from dashboard.words import ALERT_STATE
from fit.casework.views import AlertState
from tests.dashboard.serving.open_page import open_page
from tests.faults.ledger import Kind

if TYPE_CHECKING:
    from tests.dashboard.serving.open_page import Drawn, OpenPage
    from tests.dashboard.serving.running import RunningServer
    from tests.dashboard.serving.small_clinic import Person
    from tests.faults.ground import Case
    from tests.faults.ledger import Gate, Ledger

FIRST_FIELD = next(iter(FIELD.values()))
SEEN = "I have seen this"
SAID_OF_SEEN = f"{ALERT_STATE[AlertState.SEEN].lower()}</span>"
"""How the line over an alert ends when it was seen; a page that says that the database is away has no such line."""
CONSENT = "Note the consent"
RESTS_S = 0.2
GONE = (OSError, http.client.HTTPException, WebSocketException, EOFError)
"""What a page's socket raises when the server behind it was killed; time-outs are OSErrors."""


class SimulatedClinician(threading.Thread):
    """Works through cases: a note, a step with an alert, a consent. What the page says is done is noted."""

    def __init__(
        self, person: Person, server: RunningServer, cases: SimpleQueue[Case], gate: Gate, ledger: Ledger, seed: int
    ) -> None:
        super().__init__(name=person.sign_in_name, daemon=True)
        self.person, self.server, self.cases, self.gate, self.ledger = person, server, cases, gate, ledger
        self.chance = Random(f"{seed} {person.sign_in_name}")
        self.rested = threading.Event()
        self.token = ""

    def run(self) -> None:
        while (case := self._next()) is not None:
            for kind, deed in DEEDS.items():
                self.rested.wait(RESTS_S)
                if not self._do(kind, deed, case):
                    return

    def _next(self) -> Case | None:
        try:
            return self.cases.get_nowait()
        except Empty:
            return None

    def _do(self, kind: Kind, deed, case: Case) -> bool:
        """Do it once; what was cut off is left as it is, as who works would look first. False when it is over."""
        with self.gate.passing() as going_on:
            if not going_on:
                return False
            words = f"words {self.chance.getrandbits(64):016x}"
            try:
                self.token = self.token or self.server.sign_in(self.person)
                with open_page(self.server, self.token) as page:
                    mark = deed(page, case, words)
            except (*GONE, AssertionError) as error:
                self.ledger.note(f"clinician: {type(error).__name__}")
                return True
            self.ledger.note(f"clinician: {kind if mark else 'told that it was not done'}")
            if mark:
                self.ledger.done(kind, mark)
        return True


def write_note(page: OpenPage, case: Case, words: str) -> str:
    query = f"episode={case.episode}&session={case.session}"
    drawn = page.run("note", query)
    after = press(page, drawn, "Save this note", "note", query, {FIRST_FIELD: words})
    return words if "The note is saved." in after.raw else ""


def see_alert(page: OpenPage, case: Case, words: str) -> str:
    del words
    query = f"episode={case.episode}"
    drawn = page.run("client", query)
    if f'label: "{SEEN}"' not in drawn.raw:
        return ""
    after = press(page, drawn, SEEN, "client", query, {})
    return case.episode if after.raw.count(SAID_OF_SEEN) > drawn.raw.count(SAID_OF_SEEN) else ""


def note_consent(page: OpenPage, case: Case, words: str) -> str:
    query = f"episode={case.episode}"
    drawn = page.run("record", query)
    after = press(page, drawn, CONSENT, "record", query, {"On which form": words})
    return words if "The consent is noted." in after.raw else ""


DEEDS = {Kind.NOTE: write_note, Kind.ALERT: see_alert, Kind.CONSENT: note_consent}


def press(page: OpenPage, drawn: Drawn, label: str, name: str, query: str, typed: dict[str, str]) -> Drawn:
    """Press a button with words in fields whose labels begin so; the first field of each such label."""
    message = BackMsg()
    widget, fragment = drawn.button(label)
    message.rerun_script.page_name, message.rerun_script.query_string = name, query
    message.rerun_script.fragment_id = fragment
    for begins, words in typed.items():
        message.rerun_script.widget_states.widgets.add(id=_field(drawn, begins), string_value=words)
    message.rerun_script.widget_states.widgets.add(id=widget, trigger_value=True)
    return _sent(page, message)


def _sent(page: OpenPage, message: BackMsg) -> Drawn:
    """Send it, and read on through the run that a page asks for itself when a form is done."""
    drawn = page._send(message)
    while drawn.messages[-1].script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
        while True:
            drawn.messages.append(page._next_message())
            if drawn.messages[-1].HasField("script_finished"):
                break
    return drawn


def _field(drawn: Drawn, begins: str) -> str:
    for element in drawn.elements:
        kind = element.WhichOneof("type")
        if kind in {"text_area", "text_input"} and getattr(element, kind).label.startswith(begins):
            return str(getattr(element, kind).id)
    raise AssertionError(f"no field {begins!r} was drawn")
