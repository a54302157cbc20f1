"""A director who asks for a service report on its page, looks whether it is made, and takes it out."""

from __future__ import annotations

import asyncio
import re

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.dates import month_of, month_said
from tests.benchmarks.load.browsing import ANSWER_LIMIT_S, Person, opened

PAGE, BUTTON = "service-report", "Make the report"
LINK = re.compile(r"/api/service-report\.pdf\?report=\w+")
LOOKS_EVERY_S = 2.0


def takes_a_report(server, token, month):
    """Returns the answer with the file of that month (2026-10)."""
    return server.fetch(asyncio.run(_link(server, token, month_said(month_of(month)))), token=token)


async def _link(server, token, month):
    async with opened(server, Person(token=token, episodes=())) as socket:
        found = await _run(socket)
        [button] = [one.button.id for one in found if one.HasField("button") and one.button.label == BUTTON]
        [choice] = [one.selectbox for one in found if one.HasField("selectbox") and one.selectbox.label == "Month"]
        assert month in choice.options
        found = await _run(socket, (choice.id, "string_value", month), (button, "trigger_value", True))
        while not (links := [link for one in found for link in LINK.findall(one.html.body)]):
            await asyncio.sleep(LOOKS_EVERY_S)
            found = await _run(socket)
        return links[0]


async def _run(socket, *done):
    """Draw the page anew after what was done, each by element, kind and value; returns its elements."""
    message = BackMsg()
    message.rerun_script.page_name = PAGE
    for element, kind, value in done:
        state = message.rerun_script.widget_states.widgets.add(id=element)
        setattr(state, kind, value)
    await socket.send(message.SerializeToString())
    return await asyncio.wait_for(_elements(socket), ANSWER_LIMIT_S)


async def _elements(socket):
    found = []
    while True:
        message = ForwardMsg.FromString(await socket.recv(decode=False))
        if message.HasField("delta") and message.delta.HasField("new_element"):
            found.append(message.delta.new_element)
        if message.HasField("script_finished"):
            return found
