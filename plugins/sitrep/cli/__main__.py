"""`python -m sitrep.cli` is `sitrep`."""

from sitrep.cli import main

main()
