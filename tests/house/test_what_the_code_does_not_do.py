"""What docs/security_asvs.md says is not done anywhere: looked for in every file, so that it stays so."""

from __future__ import annotations

import ast
import base64
import re
from functools import cache
from pathlib import Path

import pytest

from fit.casework._secrets import new_token
from fit.store.ids import LENGTH

ROOT = Path(__file__).parents[2]
PACKAGES = ("fit", "dashboard")

RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
MAKES_OBJECTS = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "yaml", "jsonpickle"}
NOT_USED = {
    "ldap",
    "ldap3",
    "smtplib",
    "imaplib",
    "poplib",
    "telnetlib",
    "ftplib",
    "memcache",
    "pymemcache",
    "redis",
    "lxml",
    "jinja2",
    "graphene",
    "strawberry",
    "aiortc",
}
NETWORK = {"requests", "httpx", "aiohttp", "socket", "http.client", "urllib.request", "websocket", "paramiko"}
REACHES_OUT = {"dashboard/access/oidc.py", "dashboard/operator/listener.py"}
"""The clinic's own provider of a single sign-on, when one is set."""
STARTS_PROGRAMS = {
    "fit/priority.py",  # our own worker, with this Python
    "fit/speech/spoken.py",  # the voice of the demo's talk, a fixed list of arguments
    "fit/casework/doctor/_clock.py",  # asks timedatectl, a fixed list of arguments
    "fit/store/_postgres_tools.py",  # pg_dump and pg_restore, a fixed list of arguments
    "dashboard/server.py",  # the name of an error
}
CRYPTOGRAPHY = {
    "argon2",
    "authlib",
    "cryptography",
    "hashlib",
    "hmac",
    "itsdangerous",
    "joserfc",
    "jwt",
    "nacl",
    "pyotp",
    "secrets",
    "sqlcipher3",
    "ssl",
}
FORESEEN = {"random", "numpy.random"}
SIMULATES = {
    "fit/casework/_demo_sound.py",
    "fit/simulation/_cohort.py",
    "fit/simulation/_course.py",
    "fit/simulation/_marks.py",
    "fit/simulation/_persons.py",
}
LOG_HANDLERS = re.compile(r"\b(\w*FileHandler|SysLogHandler|SocketHandler|DatagramHandler|SMTPHandler|HTTPHandler)\b")
MARKUP_OF_TEXT = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|createContextualFragment"
)
MESSAGES = re.compile(r"postMessage|onmessage|addEventListener\(\s*[\"']message")
ELSEWHERE = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[\w-]+\.[a-z]{2,}", re.IGNORECASE)
NO_PASTING = re.compile(r"\bpaste\b", re.IGNORECASE)


@cache
def trees() -> dict[str, ast.Module]:
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


def imported(tree: ast.Module) -> set[str]:
    """Every module that is imported, with the packages it lies in."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {".".join(name.split(".")[:end]) for name in names for end in range(1, name.count(".") + 2)}


def importing(modules: set[str]) -> set[str]:
    return {name for name, tree in trees().items() if imported(tree) & modules}


def calls(tree: ast.Module) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


@cache
def pages(*endings: str) -> dict[str, str]:
    paths = [path for ending in endings for path in sorted((ROOT / "dashboard").rglob(f"*{ending}"))]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}


def test_no_text_is_run_as_code_and_none_becomes_an_object_of_its_own_choice():
    run = {
        name
        for name, tree in trees().items()
        for call in calls(tree)
        if isinstance(call.func, ast.Name) and call.func.id in RUNS_TEXT
    }
    assert run == set()
    assert importing(MAKES_OBJECTS) == set()


def test_no_program_is_started_through_a_shell():
    through = {
        name
        for name, tree in trees().items()
        for call in calls(tree)
        if any(keyword.arg == "shell" for keyword in call.keywords)
        or (isinstance(call.func, ast.Attribute) and call.func.attr in {"system", "popen", "getoutput"})
    }
    assert through == set()
    assert importing({"subprocess"}) <= STARTS_PROGRAMS


def test_what_is_said_not_to_be_used_is_not_imported():
    assert importing(NOT_USED) == set()


def test_only_named_files_reach_the_network():
    assert importing(NETWORK) <= REACHES_OUT


def test_certificates_are_never_left_unchecked():
    unchecked = re.compile(
        r"verify\s*=\s*False|[\"']verify[\"']\s*:\s*False|CERT_NONE|_create_unverified|check_hostname\s*="
    )
    assert {name for name in trees() if unchecked.search((ROOT / name).read_text("utf-8"))} == set()


def test_cryptography_stands_in_the_inventory():
    inventory = (ROOT / "docs/security_rules.md").read_text("utf-8")
    listed = set(re.findall(r"`((?:fit|dashboard)/[\w/]+\.py)`", inventory))
    assert importing(CRYPTOGRAPHY) - listed == set()


def test_chance_that_can_be_foreseen_makes_no_secret():
    assert importing(FORESEEN) <= SIMULATES


def test_weak_hashes_are_not_used():
    weak = re.compile(r"^(md4|md5|sha1|sha_1|des|arc4|blowfish|ecb)$", re.IGNORECASE)
    used = {
        (name, node.attr)
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and weak.match(node.attr)
    }
    assert used == set()


def test_a_token_holds_more_than_128_bits_of_chance():
    tokens = {new_token(7)[LENGTH:] for _ in range(100)}
    assert len(tokens) == 100
    chance = [base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)) for token in tokens]
    assert {len(one) for one in chance} == {32}


def test_logs_go_to_the_standard_streams_alone():
    assert {name: LOG_HANDLERS.findall((ROOT / name).read_text("utf-8")) for name in importing({"logging"})}
    assert {name for name in trees() if LOG_HANDLERS.search((ROOT / name).read_text("utf-8"))} == set()


@pytest.mark.parametrize(
    "never", [MARKUP_OF_TEXT, MESSAGES, ELSEWHERE, NO_PASTING], ids=["markup", "messages", "elsewhere", "paste"]
)
def test_our_scripts_and_pages_do_not(never):
    found = pages(".js", ".html", ".css")
    assert len(found) > 40
    without_comments = {
        name: re.sub(r"/\*.*?\*/|^\s*//.*$", "", text, flags=re.DOTALL | re.MULTILINE) for name, text in found.items()
    }
    assert {name for name, text in without_comments.items() if never.search(text)} == set()


def test_every_field_for_a_passphrase_hides_it_and_browsers_may_fill_it_in():
    fields = [
        field
        for text in pages(".html").values()
        for field in re.findall(r"<input[^>]*>", text)
        # hidden: the demo's passphrase, which everybody knows
        if 'name="passphrase"' in field and 'type="hidden"' not in field
    ]
    assert fields
    assert [field for field in fields if 'type="password"' not in field or "-password" not in field] == []
    asked = [
        {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        for tree in trees().values()
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "text_input"
    ]
    filled_in = [one for one in asked if one.get("autocomplete", "'off'") != "'off'"]
    assert len(filled_in) >= 3
    assert {one.get("type") for one in filled_in} == {"'password'"}


FORMATS_FROM = {
    "fit/assessment/_explain.py": "the bound of a rule, from its file in fit/alerts",
    "fit/reports/_service_sections.py": "sentences of this file, taken out of a table",
    "dashboard/charts/_reference.py": "sentences of this file, taken out of a table",
    "dashboard/components/dialogue_facts.py": "how a number is written, from this file",
    "dashboard/components/repair_words.py": "what a figure is made of, from this file",
    "dashboard/components/together.py": "sentences of dashboard/locale",
    "dashboard/documents/own_data.py": "sentences of dashboard/locale",
    "dashboard/handover/content.py": "sentences of dashboard/locale",
}
"""Where a format is no constant of its file: what it is instead. Nobody types it, and no clinic's folder holds it."""


def is_ours(format_: ast.expr) -> bool:
    """Whether this is a text that stands in the file itself: written there, or a constant of it."""
    if isinstance(format_, ast.Subscript):
        return is_ours(format_.value)
    return isinstance(format_, ast.Constant) or (isinstance(format_, ast.Name) and format_.id.lstrip("_").isupper())


def test_no_format_is_made_of_what_was_typed() -> None:
    other = {
        path
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"format", "format_map"}
        and not is_ours(node.func.value)
    }
    assert other == set(FORMATS_FROM)


def test_no_percent_sign_formats_what_was_typed() -> None:
    found = {
        (path, node.lineno)
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mod)
        and isinstance(node.right, (ast.Tuple, ast.Dict))
    }
    assert found == set()


def test_scripts_set_no_field_by_a_name_that_was_sent() -> None:
    """Only what is fixed, or a number, names a field that is set; `{...}` and maps of their own take the rest."""
    named = re.compile(r"(?<![\w\]])\w+\[(?![\d\"'])[^\]]+\]\s*=(?!=)|for \((?:const|let) \w+ in ")
    scripts = [
        path for folder in ("handover", "components", "access") for path in (ROOT / "dashboard" / folder).rglob("*.js")
    ]
    assert len(scripts) > 10
    found = {f"{path.name}: {hit[0]}" for path in scripts for hit in named.finditer(path.read_text("utf-8"))}
    assert found == set()
