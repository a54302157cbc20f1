"""Our script modules as one script: on a slow line each file has its price, and one names the next.

The modules themselves stay apart in the repository and in the Streamlit page. Only what our own modules use is
understood: named imports, named exports, and imports of a whole module when it is needed. Anything else is refused, so
that a new module cannot be joined wrongly in silence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["join"]

FROM: Final = r'from "\./(?P<module>\w+\.js)";$'
IMPORTS: Final = re.compile(r"^import \{ (?P<names>[\w, ]+) \} " + FROM, re.MULTILINE)
PASSES_ON: Final = re.compile(r"^export \{ (?P<names>[\w, ]+) \} " + FROM, re.MULTILINE)
EXPORTS: Final = re.compile(r"^export (?=(?:async )?(?:function|const) (?P<name>\w+))", re.MULTILINE)
WHEN_NEEDED: Final = re.compile(r'\bimport\("\./(?P<module>\w+\.js)"\)')
NOT_UNDERSTOOD: Final = re.compile(r"^(?:import|export)\b|\bimport\(", re.MULTILINE)


def join(modules: Mapping[str, str], entry: str) -> str:
    """Join a module with all that it needs, in the order in which they need each other.

    Raises
    ------
    KeyError
        When a module that is named is not there.
    ValueError
        When a module imports or exports in a way that is not understood here.
    """
    order: list[str] = []
    _visit(modules, entry, order)
    return "".join(_wrapped(name, modules[name]) for name in order[:-1]) + f"{{\n{_inner(entry, modules[entry])}\n}}\n"


def _visit(modules: Mapping[str, str], name: str, order: list[str]) -> None:
    for pattern in (IMPORTS, PASSES_ON, WHEN_NEEDED):
        for needed in pattern.finditer(modules[name]):
            if needed["module"] not in order:
                _visit(modules, needed["module"], order)
    order.append(name)


def _wrapped(name: str, text: str) -> str:
    """Keep the names of one module out of the others."""
    given = [found["name"] for found in EXPORTS.finditer(text)]
    for found in PASSES_ON.finditer(text):
        given += [f"{one.strip()}: {_called(found['module'])}.{one.strip()}" for one in found["names"].split(",")]
    return f"const {_called(name)} = (() => {{\n{_inner(name, text)}\nreturn {{ {', '.join(given)} }};\n}})();\n"


def _inner(name: str, text: str) -> str:
    text = IMPORTS.sub(lambda found: f"const {{ {found['names']} }} = {_called(found['module'])};", text)
    text = EXPORTS.sub("", PASSES_ON.sub("", text))
    text = WHEN_NEEDED.sub(lambda found: f"Promise.resolve({_called(found['module'])})", text)
    if left := NOT_UNDERSTOOD.search(text):
        line = text.count("\n", 0, left.start()) + 1
        message = f"{name}, line {line}: this way of importing or exporting cannot be joined; use named ones"
        raise ValueError(message)
    return text


def _called(module: str) -> str:
    return f"${module.removesuffix('.js')}"
