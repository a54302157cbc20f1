"""Files that signed-in people fetch: each a route of ours, authorised and audited by casework, kept by no browser."""

from dashboard.api import blank_form, course, transcript

__all__ = ["routes"]

routes = [*blank_form.routes, *course.routes, *transcript.routes]
