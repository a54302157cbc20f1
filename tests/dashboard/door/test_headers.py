"""What every answer tells the browser to allow, and what to forget."""

from __future__ import annotations

import pytest

from dashboard.door.headers import PLAIN_PAGE_POLICY, SecurityHeaders, content_policy
from dashboard.public_files import index_page
from tests.dashboard.door.asgi import Answer, Behind, request, walk

MEASURED_POLICY = (
    "default-src 'none'; script-src 'self' 'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self'; font-src 'self' data:; "
    "connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)


def answer_for(path: str, *, scheme: str = "http", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    behind = Behind(headers={"content-type": "text/html"} | named)
    return walk(SecurityHeaders(behind, streamlit_policy=content_policy(index_page())), request(path, scheme=scheme))


def test_the_policy_for_the_installed_streamlit_is_the_one_that_was_measured() -> None:
    assert content_policy(index_page()) == MEASURED_POLICY


def test_the_script_hash_follows_the_installed_page() -> None:
    # printf 'alert(1)' | openssl dgst -sha256 -binary | base64
    expected = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
    assert f"script-src 'self' {expected};" in content_policy("<script>alert(1)</script>")


def test_a_script_with_an_address_is_allowed_by_its_address_alone() -> None:
    assert "sha256" not in content_policy('<script type="module" src="./static/js/index.js"></script>')


@pytest.mark.parametrize("path", ["/", "/client", "/static/js/index.js", "/_stcore/health", "/no/such/page"])
def test_every_answer_has_the_policy_and_its_companions(path: str) -> None:
    headers = answer_for(path).headers
    assert headers["content-security-policy"] == MEASURED_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/session/sign-in", "/session/sign-out", "/k/abc", "/k/abc/rating"])
def test_pages_of_ours_allow_nothing_inline(path: str) -> None:
    policy = answer_for(path).headers["content-security-policy"]
    assert policy == PLAIN_PAGE_POLICY
    assert "unsafe" not in policy
    assert "sha256" not in policy


def test_a_page_is_never_kept_even_when_it_says_so_itself() -> None:
    assert answer_for("/", cache_control="no-cache").headers["cache-control"] == "no-store"


def test_a_bundle_keeps_its_own_caching() -> None:
    kept = answer_for("/static/js/x.js", content_type="text/javascript", cache_control="public, immutable")
    assert kept.headers["cache-control"] == "public, immutable"


def test_an_answer_that_says_nothing_about_caching_is_not_kept() -> None:
    assert answer_for("/media/x", content_type="image/png").headers["cache-control"] == "no-store"


def test_only_encrypted_connections_are_told_to_stay_encrypted() -> None:
    assert "strict-transport-security" not in answer_for("/").headers
    told = answer_for("/", scheme="https").headers["strict-transport-security"]
    assert told == "max-age=31536000; includeSubDomains"


def test_a_cookie_that_knows_nothing_of_the_tls_in_front_is_kept_from_clear_connections() -> None:
    of_streamlit = "_streamlit_xsrf=2|a|b|1; Path=/; SameSite=strict"
    assert answer_for("/", scheme="https", set_cookie=of_streamlit).headers["set-cookie"] == f"{of_streamlit}; Secure"
    assert answer_for("/", set_cookie=of_streamlit).headers["set-cookie"] == of_streamlit
    already = "a=b; Secure; Path=/"
    assert answer_for("/", scheme="https", set_cookie=already).headers["set-cookie"] == already
