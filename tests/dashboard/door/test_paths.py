"""Where to go after signing in: nowhere but to a page of this site."""

from __future__ import annotations

import pytest

from dashboard.door.paths import next_page


@pytest.mark.parametrize("asked", ["/", "/client?episode=E7", "/caseload", "/rate?episode=E7&scale=ors", "/overview"])
def test_a_page_of_this_site_is_kept(asked: str) -> None:
    assert next_page(asked) == asked


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "client",
        "https://elsewhere.example/",
        "//elsewhere.example",
        "///elsewhere.example",
        "/\\elsewhere.example",
        "\\/elsewhere.example",
        "/client\\..",
        "/%0d%0aset-cookie:x\r\n",
        "/\telsewhere",
        "javascript:alert(1)",
        "/../elsewhere",
        "/./client",
        "/session/sign-out",
        "/k/token",
        "/_stcore/health",
        "/auth/logout",
        "/" + "a" * 512,
        "/clïent",
    ],
)
def test_anything_else_leads_to_the_start(asked: str) -> None:
    assert next_page(asked) == "/"
