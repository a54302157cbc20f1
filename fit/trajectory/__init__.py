"""Expected paths: how clients who began alike went on. One TOML file a curve set."""

from fit.trajectory._curve import Curve, CurveSet, Form, Spread
from fit.trajectory._curve_file import curve_file_text, curve_set, load_curve_set
from fit.trajectory.expected import NO_CURVE, TRACKS, Band, CurveColumns, Lines, Track, least_tenths, track_against

__all__ = [
    "NO_CURVE",
    "TRACKS",
    "Band",
    "Curve",
    "CurveColumns",
    "CurveSet",
    "Form",
    "Lines",
    "Spread",
    "Track",
    "curve_file_text",
    "curve_set",
    "least_tenths",
    "load_curve_set",
    "track_against",
]
