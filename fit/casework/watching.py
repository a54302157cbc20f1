"""What an operator may see of a running Mendline without signing in: whether it is ready, and figures of its work.

Nothing here names a client, a user or a clinic, or tells what anybody said.
"""

from __future__ import annotations

from fit.casework._figures import Figures, figures
from fit.casework._readiness import Obstacle, obstacles
from fit.store.meters import REGISTRY as STORE_METERS

__all__ = ["STORE_METERS", "Figures", "Obstacle", "figures", "obstacles"]
