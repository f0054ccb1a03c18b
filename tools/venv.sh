#!/bin/sh
# Makes the virtual environment and installs one lock in it: tools/venv.sh run | tools/venv.sh dev
# PYTHON names the interpreter, VENV the folder. Every package is checked against its hash.
set -eu
cd "$(dirname "$0")/.."
want=$1
venv=${VENV:-.venv}

say() { printf '%s\n' "$*" >&2; }
fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

if [ ! -x "$venv/bin/python" ]; then
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if fits "$candidate"; then python=$candidate; break; fi
    done
    if [ -z "${python:-}" ]; then
        say "Voronka needs Python 3.11 or newer, and none was found."
        say "    Debian, Ubuntu:  apt-get install python3 python3-venv"
        say "    elsewhere:       install it, then name it:  make run PYTHON=/path/to/python3"
        exit 1
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        say "This Python ($python) cannot make virtual environments."
        say "    Debian, Ubuntu:  apt-get install python3-venv"
        exit 1
    fi
    say "Making $venv with $("$python" --version)"
    "$python" -m venv "$venv"
fi

if ! "$venv/bin/uv" --version >/dev/null 2>&1; then
    "$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$venv/bin/python" -m ensurepip >/dev/null
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
        -r requirements-uv.lock || {
        say "The packages could not be fetched. Is there a network, or a proxy to be named in HTTPS_PROXY?"
        exit 1
    }
fi

# An environment that has the tools of development keeps them when only `make run` is asked.
if [ -e "$venv/.dev" ]; then want=dev; fi
lock=requirements.lock
if [ "$want" = dev ]; then lock=requirements-dev.lock; fi
say "Installing $lock"
"$venv/bin/uv" pip sync --quiet --python "$venv/bin/python" --require-hashes requirements-uv.lock "$lock"
"$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-deps --editable .
touch "$venv/.run"
if [ "$want" = dev ]; then touch "$venv/.dev"; fi
