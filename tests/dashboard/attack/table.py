"""What each address answers to whoever comes: the table that the walk holds the server to.

A row is an address as it is registered with its method, how it is asked, and the status for each visitor of the attack
in their order: nobody, a revoked session, another clinic's clinician, and of the clinic whose client it is about: the
client's clinician, a colleague, their supervisor, the director, the administrator. One number stands for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.dashboard.attack.visitors import VISITORS

# address                   | method | asked as                         | answers
TABLE = """
/healthz                    | GET  |                                       | 200
/session/sign-in            | GET  |                                       | 200
/session/sign-in            | POST | body:name=nobody&passphrase=wrong+words| 401
/session/sign-out           | GET  |                                       | 401 401 200 200 200 200 200 200
/session/sign-out           | POST | ends                                  | 401 401 303 303 303 303 303 303
/session/code               | GET  |                                       | 303
/session/code               | POST | body:code=123456                      | 303
/session/passphrase         | GET  |                                       | 303
/session/passphrase         | POST | body:passphrase=a+lantern+two+otters&again=a+lantern+two+otters| 303
/session/leave              | POST |                                       | 303
/session/second-factor      | GET  |                                       | 303
/session/second-factor      | POST | body:code=123456                      | 303
/session/change-second-factor| GET |                                       | 401 401 200 200 200 200 200 200
/session/change-second-factor| POST| body:passphrase=wrong+words+here      | 401 401 403 403 403 403 403 403
/session/sign-on            | GET  |                                       | 303
/session/sign-on/back       | GET  |                                       | 401
/session/state              | *    |                                       | 401 401 200 200 200 200 200 200
/session/hand-over          | POST | ends body:ask={episode}:client:0:ors  | 401 401 409 303 409 409 409 409
/session/{rest:path}        | *    | /session/x                            | 401 401 404 404 404 404 404 404
/k                          | GET  |                                       | 200
/k/code                     | POST | body:code=000000                      | 403
/k/{token}/begin            | POST | /k/none/begin                         | 404
/k/worker.js                | GET  |                                       | 200
/k/assets/{version}/{name}  | GET  | /k/assets/1/none.js                   | 404
/k/calibrate                | GET  |                                       | 200
/k/{token}/rating           | POST | /k/none/rating body:{rating}          | 404
/k/{token}/take-back        | POST | /k/none/take-back body:pin=2468       | 404
/k/{token}                  | GET  | /k/none                               | 404
/k/{rest:path}              | *    | /k/x/y/z                              | 404
/api/alliance.csv           | GET  |                                       | 401 401 200 200 200 200 200 404
/api/audit.csv              | GET  |                                       | 401 401 404 404 404 404 404 200
/api/audit.jsonl            | GET  |                                       | 401 401 404 404 404 404 404 200
/api/blank-form             | GET  | ?scale=ors                            | 401 401 200 200 200 200 403 403
/api/client-export.zip      | GET  | ?episode={episode}                    | 401 401 404 200 404 404 404 200
/api/course.csv             | GET  | ?episode={episode}                    | 401 401 404 200 404 200 404 404
/api/course.svg             | GET  | ?episode={episode}                    | 401 401 404 200 404 200 404 404
/api/find                   | POST | body:{{"typed": "client"}}             | 401 401 200 200 200 200 404 404
/api/documentation.pdf      | GET  | ?episode={episode}&session={session}  | 401 401 404 200 404 200 404 404
/api/documentation.txt      | GET  | ?episode={episode}&session={session}  | 401 401 404 200 404 200 404 404
/api/packet.pdf             | GET  | ?episode={episode}&plan={plan}        | 401 401 404 200 404 404 404 404
/api/progress-report.pdf    | GET  | ?episode={episode}                    | 401 401 404 200 404 200 404 404
/api/recording              | POST | ?episode={episode}&session={session} body:no+sound| 401 401 404 409 404 404 404 404
/api/sound                  | GET  | ?episode={episode}&transcript={kept}  | 401 401 404 206 404 206 404 404
/api/service-report.pdf     | GET  | ?report={report}                      | 401 401 403 403 403 403 200 403
/api/transcript.vtt         | GET  | ?episode={episode}&transcript={transcript}| 401 401 404 200 404 200 404 404
/api/transcript.json        | GET  | ?episode={episode}&transcript={transcript}| 401 401 404 200 404 200 404 404
/api/{rest:path}            | *    | /api/x                                | 401 401 404 404 404 404 404 404
/_stcore/health             | GET  |                                       | 401 401 200 200 200 200 200 200
/_stcore/health             | OPTIONS|                                       | 401 401 204 204 204 204 204 204
/_stcore/metrics            | *    |                                       | 404
/_stcore/host-config        | GET  |                                       | 401 401 200 200 200 200 200 200
/media/{file_id:path}       | *    | /media/0123456789abcdef.pdf           | 404
/_stcore/upload_file/{session_id}/{file_id}| * | /_stcore/upload_file/a/b | 401 401 404 404 404 404 404 404
/component/{path:path}      | *    | /component/x/index.html               | 404
/_stcore/bidi-components/{path:path}| GET  | /_stcore/bidi-components/x/y.js       | 401 401 404 404 404 404 404 404
/_stcore/bidi-components/{path:path}| OPTIONS| /_stcore/bidi-components/x/y.js       | 401 401 204 204 204 204 204 204
/auth/login                 | GET  |                                       | 404
/auth/logout                | GET  |                                       | 404
/oauth2callback             | GET  |                                       | 404
/_stcore/agent/interact     | *    |                                       | 404
/_stcore/agent/openapi.json | *    |                                       | 404
/_stcore/agent/mcp          | *    |                                       | 404
                            | ANY  | /client?episode={episode}             | 401 401 200 200 200 200 200 200
"""
"""The socket `/_stcore/stream` has a table of its own in the walk."""

RATING = '{"answers": {"individual": "2.5"}, "idempotency_key": "0f1e2d3c4b5a6978"}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table."""

    path: str
    method: str
    asked: str
    answers: tuple[int, ...]
    body: str = ""
    ends: bool = False
    """Whether a session that comes through is over afterwards."""

    def answer_to(self, visitor: str) -> int:
        """Return the status that this visitor is given."""
        return self.answers[VISITORS.index(visitor)] if len(self.answers) > 1 else self.answers[0]


def rows() -> list[Row]:
    """Read the table."""
    return [_row(*(cell.strip() for cell in line.split("|"))) for line in TABLE.splitlines() if line.strip()]


def _row(path: str, method: str, how: str, answers: str) -> Row:
    asked, _, body = how.partition("body:")
    address = asked.replace("ends", "").strip()
    return Row(
        path=path,
        method=method,
        asked=address if address.startswith("/") else path + address,
        body=body.strip(),
        ends="ends" in asked,
        answers=tuple(map(int, answers.split())),
    )
