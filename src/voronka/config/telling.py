"""The process that tells the demo's story: Django is made ready before anything is imported that needs it."""

import sys

import django

django.setup(set_prefix=False)

from voronka.config import start  # noqa: E402

if __name__ == "__main__":
    start.tell(*sys.argv[1:])
