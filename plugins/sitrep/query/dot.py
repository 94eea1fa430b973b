"""Turn dot-commands into SQL about the database itself.

In      .tables, .schema, .schema TABLE, .examples, .examples NAME
Out     SQL; anything that does not begin with a dot comes back as it is
Errors  SettingsError for a command or example that does not exist
"""

from __future__ import annotations

from pathlib import Path

from sitrep.errors import SettingsError
from sitrep.warehouse import find_project

COMMANDS = {
    ".tables": "the tables, views and macros, and what each holds",
    ".schema TABLE": "the columns of a table, and what each means",
    ".examples": "questions to start from",
    ".examples NAME": "answer one of them",
}

_TABLES = """
    select object_name as "table", kind, description
    from schema_docs
    where kind != 'column' and (schema_name = 'main' {more})
    order by schema_name != 'main', kind = 'macro', object_name
"""


def expand_dot_command(text: str) -> str:
    """Return the SQL that answers a dot-command."""
    words = text.strip().rstrip(";").split()
    if not words or not words[0].startswith("."):
        return text
    name, rest = words[0], words[1:]
    if name == ".tables":
        return _TABLES.format(more="or true" if rest == ["all"] else "")
    if name == ".schema":
        wanted = f"object_name = {_quote(rest[0])}" if rest else "schema_name = 'main'"
        return f"""
            select object_name as "table", column_name as "column", data_type as "type", description
            from schema_docs where kind = 'column' and {wanted}
        """  # noqa: S608  # quoted
    if name == ".examples":
        return _read_example(rest[0]) if rest else _list_examples()
    known = ", ".join(COMMANDS)
    raise SettingsError(f"is no command; there are {known}", subject=name)


def list_examples() -> dict[str, Path]:
    """The example questions of `sql/analyses`, by name."""
    return {path.stem: path for path in sorted((find_project() / "analyses").glob("*.sql"))}


def _list_examples() -> str:
    rows = []
    for name, path in list_examples().items():
        question = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("--").strip()
        rows.append(f"({_quote(name)}, {_quote(question)})")
    return f"select * from (values {', '.join(rows)}) as examples (name, question)"  # noqa: S608  # quoted


def _read_example(name: str) -> str:
    examples = list_examples()
    if name not in examples:
        raise SettingsError(f"is no example; there are {', '.join(examples)}", subject=name)
    return examples[name].read_text(encoding="utf-8")


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
