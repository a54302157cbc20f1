"""Files that signed-in people fetch, and recordings that they send: kept by no browser.

Each is a route of ours, authorised and audited by casework.
"""

from dashboard.api import alliance, blank_form, course, recording, transcript

__all__ = ["routes"]

routes = [*alliance.routes, *blank_form.routes, *course.routes, *recording.routes, *transcript.routes]
