"""What a run came to, for people."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.faults.killer import Run
    from tests.faults.ledger import Ledger


def summary(came: Run, database: str) -> str:
    """What a run came to, for people."""
    ledger, found = came.ledger, came.found
    kinds = ", ".join(f"{sum(one.kind == kind for one in ledger.deeds)} {kind}s" for kind in _kinds(ledger))
    starts = came.starts_s or [0.0]
    lines = [
        f"{database}: {came.kills} kills, {came.kills_in_start} of them during a start",
        f"  ratings acknowledged {len(ledger.acknowledged)}, found {found.ratings}",
        f"  sent again {len(ledger.resent)}, under way when the server was killed {came.in_flight}",
        f"  clinicians' deeds acknowledged {len(ledger.deeds)} ({kinds})",
        f"  lost {found.lost}, doubled {found.doubled}, at odds {len(found.problems)}, signed out {came.signed_out}",
        f"  start again after a kill: median {statistics.median(starts):.1f} s, longest {max(starts):.1f} s",
        f"  seed {came.seed}",
    ]
    lines += [f"  NOT AS IT MUST BE: {one}" for one in found.problems]
    if came.ran_dry:
        lines.append("  ENDED EARLY: there were no more forms to fill in; ask for more with --forms")
    return "\n".join(lines)


def _kinds(ledger: Ledger) -> list[str]:
    return sorted({one.kind for one in ledger.deeds})
