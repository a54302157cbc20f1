"""Modules joined to one script do what they do apart, and what cannot be joined is refused."""

from __future__ import annotations

import pytest

from dashboard.handover.joined import join

MODULES = {
    "counting.js": (
        "const LEAST = 7;\nexport const step = 3;\nexport function count(from) {\n  return from + step + LEAST;\n}\n"
    ),
    "naming.js": (
        'export { count } from "./counting.js";\nconst LEAST = "least";\n'
        "export async function name() {\n  return LEAST;\n}\n"
    ),
    "late.js": "export const late = 100;\n",
    "entry.js": (
        'import { count, name } from "./naming.js";\nconst screen = 1;\n'
        'const { late } = await import("./late.js");\n'
        "globalThis.said = `${count(1)} ${await name()} ${late} ${screen}`;\n"
    ),
}


@pytest.mark.browser
def test_joined_modules_give_what_they_give_apart(browser):
    page = browser.new_page()
    page.add_script_tag(content=join(MODULES, "entry.js"), type="module")
    page.wait_for_function("globalThis.said !== undefined")

    assert page.evaluate("globalThis.said") == "11 least 100 1"
    assert page.evaluate("typeof screen") == "object"
    page.close()


def test_a_module_comes_once_and_before_those_that_need_it():
    joined = join(MODULES, "entry.js")

    assert joined.count("const $counting") == 1
    assert joined.index("$counting =") < joined.index("$naming =") < joined.index("globalThis.said")


@pytest.mark.parametrize(
    "line", ['import * as all from "./late.js";', "export default 3;", 'import("./" + "late.js");', "export { late };"]
)
def test_other_ways_of_importing_are_refused_with_their_line(line):
    with pytest.raises(ValueError, match=r"entry\.js, line 2"):
        join({**MODULES, "entry.js": f"const one = 1;\n{line}\n"}, "entry.js")


def test_a_module_that_is_not_there_is_named():
    with pytest.raises(KeyError, match=r"absent\.js"):
        join({"entry.js": 'import { one } from "./absent.js";\n'}, "entry.js")
