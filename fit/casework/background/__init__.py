"""Work that is done beside the pages: recordings written down, reports made, figures worked out anew.

`put(clinic, connection, KIND, number)` within a use case, `ask(clinic, KIND, number)` after it; a server does what is
asked for within `working(clinic)`. On PostgreSQL all servers take from one queue; otherwise this process does it.
"""

from __future__ import annotations

from fit.casework.background._doing import KINDS, ask, put, worker, working
from fit.casework.background._kind import OF_NO_CLINIC, Kind
from fit.casework.background.rebuild import REBUILD
from fit.casework.background.recordings import RECORDINGS
from fit.casework.background.reports import REPORTS

__all__ = ["KINDS", "OF_NO_CLINIC", "REBUILD", "RECORDINGS", "REPORTS", "Kind", "ask", "put", "worker", "working"]
