"""A prompt for questions, one after another on one snapshot, with a history that stays.

In      lines from standard input; SQL ends with a semicolon, dot-commands with the line
Out     answers as tables; faults in one line, and the prompt goes on
Errors  SettingsError where nothing has been published
"""

from __future__ import annotations

import atexit
import sys
from collections.abc import Iterator
from pathlib import Path

from sitrep.errors import SettingsError
from sitrep.query.dot import COMMANDS, expand_dot_command
from sitrep.query.formats import to_table
from sitrep.query.run import DEFAULT_SECONDS, ask_connection
from sitrep.settings import Settings
from sitrep.warehouse import open_snapshot

_LINES_KEPT = 1000


def run_prompt(settings: Settings, *, timeout_seconds: float = DEFAULT_SECONDS) -> None:
    """Ask until the input ends, or until .quit."""
    con = open_snapshot(settings, timeout_seconds=timeout_seconds)
    _keep_history(settings.state / "query_history")
    try:
        if sys.stdin.isatty():
            sys.stdout.write("SQL ends with a semicolon; .tables, .schema TABLE, .examples, .help, .quit\n")
        for question in _read_questions():
            if question == ".help":
                sys.stdout.write("".join(f"{name:16} {meaning}\n" for name, meaning in COMMANDS.items()))
                continue
            try:
                sys.stdout.write(to_table(ask_connection(con, expand_dot_command(question), timeout_seconds)))
            except SettingsError as exc:
                sys.stderr.write(f"{exc.reason}\n")
    finally:
        con.close()


def _read_questions() -> Iterator[str]:
    lines: list[str] = []
    while True:
        try:
            line = input("   ...> " if lines else "sitrep> ") if sys.stdin.isatty() else input()
        except EOFError:
            break
        except KeyboardInterrupt:
            lines.clear()
            sys.stdout.write("\n")
            continue
        if not lines and line.strip() in {".quit", ".exit"}:
            return
        if not lines and line.strip().startswith("."):
            yield line.strip()
            continue
        lines.append(line)
        if line.rstrip().endswith(";"):
            yield "\n".join(lines)
            lines.clear()
    if "".join(lines).strip():
        yield "\n".join(lines)


def _keep_history(path: Path) -> None:
    try:
        import readline  # noqa: PLC0415  # not on every platform
    except ImportError:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    readline.set_history_length(_LINES_KEPT)
    readline.read_history_file(path)
    atexit.register(readline.write_history_file, path)
