"""Wording packs with texts of our own, made for tests; no licensed wording is in them."""

from __future__ import annotations

from copy import deepcopy

from fit.scales import scale

LINES = {
    "scale": "ors",
    "language": "de",
    "copyright": "(c) 2026 a made-up owner of a made-up wording",
    "intro": "Bitte setzen Sie auf jede Linie ein Kreuz.",
    "items": {
        "individual": {"prompt": "Probetext eins", "low": "links eins", "high": "rechts eins"},
        "interpersonal": {"prompt": "Probetext zwei", "low": "links zwei", "high": "rechts zwei"},
        "social": {"prompt": "Probetext drei", "low": "links drei", "high": "rechts drei"},
        "overall": {"prompt": "Probetext vier", "low": "links vier", "high": "rechts vier"},
    },
}
CHOICES = {
    "scale": "gad7",
    "language": "fr",
    "title": "GAD-7 (essai)",
    "copyright": "texte d'essai",
    "intro": "Texte d'essai.",
    "choices": ["essai zéro", "essai un", "essai deux", "essai trois"],
    "items": {item.id: {"prompt": f"phrase d'essai {place}"} for place, item in enumerate(scale("gad7").items)},
}
FACES = {
    "scale": "ycors",
    "language": "en",
    "copyright": "(c) 2026 a made-up owner of made-up faces",
    "intro": "A made-up sentence.",
    "items": {"face": {"prompt": "A made-up question", "choices": ["aa", "bb", "cc", "dd", "ee"]}},
}


def changed(pack, **by_path):
    """A pack with other values: `items__social__low=None` takes a key out."""
    table = deepcopy(pack)
    for path, value in by_path.items():
        *way, key = path.split("__")
        place = table
        for part in way:
            place = place.setdefault(part, {})
        if value is None:
            place.pop(key)
        else:
            place[key] = value
    return table


def write_pack(folder, pack, name=None):
    """Write a pack as the file it should be; returns its path."""
    folder.mkdir(exist_ok=True)
    path = folder / (name or f"{pack['scale']}.{pack['language']}.toml")
    path.write_text(_toml(pack), "utf-8")
    return path


def _toml(table, where=""):
    plain = "".join(f"{key} = {_value(value)}\n" for key, value in table.items() if not isinstance(value, dict))
    inner = ((f"{where}{key}", value) for key, value in table.items() if isinstance(value, dict))
    return plain + "".join(f"[{name}]\n{_toml(value, f'{name}.')}" for name, value in inner)


def _value(value):
    return (
        f"[{', '.join(map(_value, value))}]"
        if isinstance(value, list)
        else f'"{value}"'
        if isinstance(value, str)
        else str(value)
    )
