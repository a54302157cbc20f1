"""What an operator asks: does the process live, can it take work, and how is it doing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard.clinic import current_clinic, is_open
from dashboard.operator.gauges import GAUGES
from dashboard.operator.meters import REGISTRY
from dashboard.operator.one_at_a_time import OneAtATime
from dashboard.operator.peers import OperatorsOnly
from fit.casework.watching import STORE_METERS, Obstacle, obstacles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from dashboard.operator.peers import Network

__all__ = ["operator_app"]

NOT_KEPT = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


def operator_app(networks: Sequence[Network]) -> Starlette:
    """Return the application for operators who ask from these networks."""
    ready = OneAtATime[tuple[Obstacle, ...]](_obstacles, late=(Obstacle.TOO_SLOW,))
    looked_up = OneAtATime(partial(generate_latest, GAUGES), late=b"")

    def readyz(_request: Request) -> Response:
        found = ready()
        told = {"status": "not ready" if found else "ready", "reasons": [one.value for one in found]}
        return JSONResponse(told, 503 if found else 200, headers=NOT_KEPT)

    def metrics(_request: Request) -> Response:
        counted = generate_latest(REGISTRY) + generate_latest(STORE_METERS)
        return Response(counted + looked_up(), media_type=CONTENT_TYPE_LATEST, headers=NOT_KEPT)

    return Starlette(
        routes=[Route("/healthz", _health), Route("/readyz", readyz), Route("/metrics", metrics)],
        middleware=[Middleware(OperatorsOnly, networks=networks)],
    )


def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"}, headers=NOT_KEPT)


def _obstacles() -> tuple[Obstacle, ...]:
    return obstacles(current_clinic()) if is_open() else (Obstacle.STARTING,)
