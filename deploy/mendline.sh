#!/bin/sh
# `mendline` for whoever is root: as the account that the server runs as, in its folder, with its settings.
# A setting that is given in front of the command counts for that one time.
set -eu
umask 077
given=$(env | grep '^MENDLINE_' || true)
set -a
. /etc/mendline/environment
set +a
while IFS= read -r line; do
    [ -z "$line" ] || export "$line"
done <<EOF
$given
EOF
cd /var/lib/mendline
exec /usr/sbin/runuser -u mendline -- /opt/mendline/.venv/bin/mendline "$@"
