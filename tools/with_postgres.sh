#!/usr/bin/env bash
# Run a command with DATABASE_URL pointing at a throw-away PostgreSQL server (Debian: postgresql-common).
set -euo pipefail
command -v pg_virtualenv >/dev/null || { echo "pg_virtualenv is missing; get it with: sudo apt install postgresql" >&2; exit 2; }
# pg_virtualenv sets PGHOST, PGPORT, PGUSER and PGPASSWORD for the command it runs.
# Nothing it holds outlives the command, so it need not wait for the disk; and what it would learn of tables
# that tests fill and roll back misleads its plans.
exec pg_virtualenv -o fsync=off -o synchronous_commit=off -o full_page_writes=off -o autovacuum=off bash -c 'export DATABASE_URL="postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/postgres"; exec "$@"' -- "$@"
