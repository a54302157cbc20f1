"""The blank form to print, as a PDF file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.clinic import current_clinic
from dashboard.door.identity import actor_in
from fit.casework import clinician
from fit.errors import AccessDeniedError, InputError, UnknownNameError
from fit.scales import AgeBand, Informant

if TYPE_CHECKING:
    from starlette.requests import Request

    from fit.reports.blank_form import PrintedForm
    from fit.scales import Wording

__all__ = ["ADDRESS", "routes"]

ADDRESS: Final = "/api/blank-form"
NOT_KEPT: Final = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
FORBIDDEN, NOT_FOUND, UNPROCESSABLE = 403, 404, 422


async def send(request: Request) -> Response:
    """Send the form of `scale` in `language` on `sheet` (a4, letter).

    `for=child` asks a child, `informant=caregiver` somebody who tells about one.
    """
    actor = actor_in(request.scope)
    if actor is None:
        return _refused("Sign in first.", FORBIDDEN)
    asked = request.query_params
    scale_id, language = asked.get("scale", ""), asked.get("language", "en")
    band = AgeBand.CHILD if asked.get("for") == AgeBand.CHILD else AgeBand.ADULT
    who = asked.get("informant", "")
    informant = Informant(who) if who in set(Informant) else Informant.CLIENT
    draw = partial(clinician.blank_form, current_clinic(), actor, scale_id, language=language)
    try:
        pdf = await run_in_threadpool(draw, printed=partial(_printed, band, informant), sheet=asked.get("sheet", "a4"))
    except AccessDeniedError as refused:
        return _refused(str(refused), FORBIDDEN)
    except UnknownNameError as unknown:
        return _refused(str(unknown), NOT_FOUND)
    except InputError as wrong:
        return _refused(str(wrong), UNPROCESSABLE)
    named = {"content-disposition": f'inline; filename="{scale_id}-form.pdf"'}
    return Response(pdf, media_type="application/pdf", headers={**NOT_KEPT, **named})


def _printed(band: AgeBand, informant: Informant, wording: Wording) -> PrintedForm:
    from dashboard.components.printed_words import printed_form

    return printed_form(wording, band, informant)


def _refused(why: str, status: int) -> Response:
    return PlainTextResponse(f"{why}\n", status, headers=NOT_KEPT)


routes = [Route(ADDRESS, send, methods=["GET"])]
