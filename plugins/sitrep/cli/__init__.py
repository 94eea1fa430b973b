"""The command line: `sitrep --help` lists it. Thin: each command reads its arguments and calls the pipeline or a room."""

from sitrep.cli.app import app, main

__all__ = ["app", "main"]
