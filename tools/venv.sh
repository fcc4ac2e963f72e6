#!/usr/bin/env bash
# Create .venv with a Python of at least 3.11, if there is none, and install exactly what a lock file pins.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\033[32m▸\033[0m %s\n' "$1"; }
fail() { printf 'Error: %s\n' "$1" >&2; exit 2; }
recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=""
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
  if recent "$candidate"; then python=$candidate; break; fi
done
[ -n "$python" ] || fail "no Python of at least 3.11 was found; install one, or name it: make run PYTHON=/path/to/python3"

if [ ! -x .venv/bin/pip ]; then
  say "Creating the environment with $("$python" --version)"
  rm -rf .venv
  if ! "$python" -m venv .venv >/tmp/gruenzug-venv.$$ 2>&1; then
    rm -rf .venv
    # Debian and Ubuntu keep the module ensurepip in a package of its own.
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
      say "Installing Debian's python3-venv"
      { apt-get update && apt-get install -y python3-venv; } >/tmp/gruenzug-venv.$$ 2>&1 \
        || fail "python3-venv could not be installed: $(tail -n 1 /tmp/gruenzug-venv.$$)"
      "$python" -m venv .venv
    else
      fail "Python's venv module is incomplete; install it (sudo apt install python3-venv) and run make again"
    fi
  fi
  rm -f /tmp/gruenzug-venv.$$
fi

say "Installing what $1 pins ($(grep -c '==' "$1") packages, up to a minute)"
pip=(.venv/bin/pip install --quiet --disable-pip-version-check --no-compile)
"${pip[@]}" --require-hashes -r "$1"
"${pip[@]}" --no-deps --editable .
# Compiled once for all, by every processor: a process that may not write down what it compiled starts slowly.
.venv/bin/python -m compileall -q -j 0 -x '/tests?/|lib2to3' .venv/lib src || true
