"""What is not as it should be with this installation, and what to do: `mendline doctor`.

It looks and changes nothing, beside a running server too, and where nothing is set up yet. Findings are numbers and
places on this machine; none names a client.
"""

from __future__ import annotations

from fit.casework.doctor._examination import examine
from fit.casework.doctor._finding import Finding, State

__all__ = ["Finding", "State", "examine"]
