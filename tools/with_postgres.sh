#!/usr/bin/env bash
# Run a command with DATABASE_URL pointing at a throw-away PostgreSQL server (Debian: postgresql-common).
set -euo pipefail
command -v pg_virtualenv >/dev/null || { echo "pg_virtualenv is missing; get it with: sudo apt install postgresql" >&2; exit 2; }
# pg_virtualenv sets PGHOST, PGPORT, PGUSER and PGPASSWORD for the command it runs.
exec pg_virtualenv bash -c 'export DATABASE_URL="postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/postgres"; exec "$@"' -- "$@"
