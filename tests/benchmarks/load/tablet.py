"""A tablet that speaks the form's protocol over one connection, as a browser does."""

from __future__ import annotations

import http.client
import json
from time import perf_counter

ANSWER = {
    "answers": {"individual": "2.5", "interpersonal": "2.6", "social": "2.7", "overall": "2.8"},
    "idempotency_key": "",
    "line_length_px": 612.0,
    "calibrated": False,
}


class Tablet:
    """Speaks the form's protocol over one connection, as a browser does."""

    def __init__(self, server, token):
        self.server, self.token, self.cookie = server, token, ""
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

    def ask(self, method, path, body=None, kind="application/json"):
        headers = {"origin": self.server.url, "cookie": self.cookie, "content-type": kind, "accept-encoding": "br"}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        answer.read()
        self.cookie = answer.getheader("set-cookie", self.cookie).partition(";")[0]
        return answer.status

    def open(self):
        begun = self.ask("POST", f"/k/{self.token}/begin", "", "application/x-www-form-urlencoded")
        return begun, self.ask("GET", f"/k/{self.token}")

    def confirm(self, key):
        """Seconds from confirm to thank-you, which the page shows as soon as the answer is here."""
        body = json.dumps(ANSWER | {"idempotency_key": key, "place": 0})
        begun = perf_counter()
        status = self.ask("POST", f"/k/{self.token}/rating", body)
        return perf_counter() - begun, status
