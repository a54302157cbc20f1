"""Expected paths: how clients who began alike went on. One TOML file a curve set."""

from fit.trajectory._path import TRACKS, Curve, CurveSet, Track, curve_set, least_tenths, load_curve_set
from fit.trajectory.expected import NO_CURVE, CurveColumns, path_of, track_against

__all__ = [
    "NO_CURVE",
    "TRACKS",
    "Curve",
    "CurveColumns",
    "CurveSet",
    "Track",
    "curve_set",
    "least_tenths",
    "load_curve_set",
    "path_of",
    "track_against",
]
