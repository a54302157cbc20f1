"""Files that signed-in people fetch, and recordings that they send: kept by no browser.

Each is a route of ours, authorised and audited by casework.
"""

from dashboard.api import (
    alliance,
    audit,
    blank_form,
    client_export,
    course,
    documentation,
    find,
    packet,
    progress_report,
    recording,
    service_report,
    transcript,
)

__all__ = ["routes"]

routes = [
    *alliance.routes,
    *audit.routes,
    *blank_form.routes,
    *client_export.routes,
    *course.routes,
    *find.routes,
    *documentation.routes,
    *packet.routes,
    *progress_report.routes,
    *recording.routes,
    *service_report.routes,
    *transcript.routes,
]
