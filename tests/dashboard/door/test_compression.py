"""Public files: compressed, kept, and nothing but them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from dashboard.door.compression import Compression, files_of
from dashboard.public_files import public_files
from tests.dashboard.door.asgi import Answer, Behind, request, walk

SCRIPT = b"export const line = 'line';\n" * 100


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "public" / "js").mkdir(parents=True)
    (tmp_path / "public" / "js" / "app.js").write_bytes(SCRIPT)
    (tmp_path / "public" / "secret.toml").write_text("key")
    (tmp_path / "outside.js").write_text("outside")
    return tmp_path / "public"


def fetch(folder: Path, path: str, *, immutable: bool = True, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    app = Compression(Behind(), files=files_of(folder, "/static/", immutable=immutable))
    return walk(app, request(path, headers=named))


def test_a_script_is_sent_compressed_and_kept_for_a_year(folder: Path) -> None:
    answer = fetch(folder, "/static/js/app.js", accept_encoding="gzip, br")
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body) == SCRIPT
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "accept-encoding"


def test_a_browser_that_takes_no_compression_gets_it_plain(folder: Path) -> None:
    answer = fetch(folder, "/static/js/app.js")
    assert answer.body == SCRIPT
    assert "content-encoding" not in answer.headers


def test_a_file_of_a_lasting_name_is_asked_for_again_and_not_sent_again(folder: Path) -> None:
    first = fetch(folder, "/static/js/app.js", immutable=False)
    assert first.headers["cache-control"] == "no-cache"
    again = fetch(folder, "/static/js/app.js", immutable=False, if_none_match=first.headers["etag"])
    assert again.status == 304
    assert again.body == b""


@pytest.mark.parametrize(
    "path", ["/static/", "/static/js", "/static/secret.toml", "/static/../outside.js", "/static/js/../../outside.js"]
)
def test_nothing_but_the_listed_files_is_served(folder: Path, path: str) -> None:
    assert fetch(folder, path).status == 404


def test_other_addresses_pass_on(folder: Path) -> None:
    assert fetch(folder, "/client").body == b"behind the door"


def test_the_public_files_of_the_product_are_bundles_styles_fonts_signs_and_one_sample() -> None:
    endings = {Path(address).suffix for address in public_files()}
    assert endings <= {".js", ".css", ".svg", ".png", ".woff", ".woff2", ".json", ".wasm", ".mjs", ".csv"}
    assert [address for address in public_files() if address.endswith(".csv")] == [
        "/static/mendline/ratings-sample.csv"
    ]
    assert "/static/mendline/session.css" in public_files()
    assert "/static/mendline/source-sans.woff2" in public_files()
