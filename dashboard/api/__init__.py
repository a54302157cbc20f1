"""Files that signed-in people fetch, and recordings that they send: kept by no browser.

Each is a route of ours, authorised and audited by casework.
"""

from dashboard.api import alliance, blank_form, course, packet, recording, service_report, transcript

__all__ = ["routes"]

routes = [
    *alliance.routes,
    *blank_form.routes,
    *course.routes,
    *packet.routes,
    *recording.routes,
    *service_report.routes,
    *transcript.routes,
]
