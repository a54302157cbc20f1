#!/bin/sh
# Installs what the tests use beyond Python packages, when it may: a browser, PostgreSQL and nginx, and programs that speak
# where speech can be written down, from Debian. Without them their tests are skipped and say so.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="chromium"
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$missing postgresql"
command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
if .venv/bin/python -c "import faster_whisper" 2>/dev/null; then
    command -v flite >/dev/null 2>&1 || command -v espeak-ng >/dev/null 2>&1 || missing="$missing flite espeak-ng"
fi
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Not installed: $missing. Their tests will be skipped; install them to run all tests." >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $missing >/dev/null
