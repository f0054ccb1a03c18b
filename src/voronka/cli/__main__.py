"""`python -m voronka.cli` is `voronka`."""

from voronka.cli import main

main()
