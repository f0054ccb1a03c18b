#!/bin/sh
# Finds Chromium for the tests of pages, or installs Debian's; where neither can be done it says how.
if [ -n "${VORONKA_CHROMIUM:-}" ]; then exit 0; fi
for name in chromium chromium-browser google-chrome-stable google-chrome chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the tests of pages" >&2
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
    then exit 0; fi
fi
cat >&2 <<'TEXT'
Tests that open pages will be skipped: no Chromium was found, and it cannot be installed from here.
    Debian, Ubuntu:    sudo apt-get install chromium
    another browser:   VORONKA_CHROMIUM=/path/to/chrome make test   (any of Chromium's kind)
TEXT
