"""What is looked up only when somebody asks for the figures: how much waits, how much room there is, the backup."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from dashboard.clinic import current_clinic, is_open
from fit.casework.watching import figures
from fit.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric

    from fit.casework.watching import Figures

__all__ = ["GAUGES", "looked_up"]


class _LookedUp(Collector):
    """Asks the open clinic; where none answers there is no figure, rather than a nought that nobody counted."""

    def describe(self) -> Iterator[Metric]:
        """Name nothing beforehand: the clinic is opened later than this is registered."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Look everything up."""
        yield InfoMetricFamily("mendline", "Which Mendline this is.", {"version": version("mendline")})
        found = looked_up()
        yield GaugeMetricFamily("mendline_database_answers", "1 when the database answers.", float(found is not None))
        if found is not None:
            yield from _gauges(found)


def looked_up() -> Figures | None:
    """Return the figures of the open clinic; None while none is open, or its database does not answer."""
    if not is_open():
        return None
    try:
        return figures(current_clinic())
    except StoreError:
        return None


def _gauges(found: Figures) -> Iterator[Metric]:
    yield GaugeMetricFamily("mendline_sessions", "Browsers that are signed in.", found.sessions)
    yield GaugeMetricFamily("mendline_forms_waiting", "Forms that a client may still fill in.", found.forms)
    work = GaugeMetricFamily("mendline_work_waiting", "Work in the background that is not done.", labels=["kind"])
    work.add_metric(["recording"], found.recordings)
    work.add_metric(["rebuild"], found.rebuilds)
    yield work
    yield GaugeMetricFamily("mendline_database_bytes", "Size of the database.", found.database_bytes)
    yield GaugeMetricFamily("mendline_disk_free_bytes", "Room on the disk of the data folder.", found.free_bytes)
    if found.last_backup_at is not None:
        made_at = found.last_backup_at.timestamp()
        yield GaugeMetricFamily("mendline_last_backup_timestamp_seconds", "When the last backup was verified.", made_at)


GAUGES: Final = CollectorRegistry()
GAUGES.register(_LookedUp())
