"""The command line: `sitrep --help` lists it. Thin: each command calls a step of the pipeline, or a room."""

from sitrep.cli.app import app, main

__all__ = ["app", "main"]
