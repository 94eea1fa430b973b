"""Gather the rules of all finders, by name, so that a record can be explained and the rules can be listed.

In      the `RULES` of every module of this room, and the `NOTES` of the date grammar
Out     dict, rule name to one line
Units   none
Errors  none: where two modules share a name, both lines stand
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import sitrep.extract


@cache
def read_rules() -> dict[str, str]:
    """Return every rule with its explanation, by name."""
    rules: dict[str, str] = {}
    for found in pkgutil.walk_packages(sitrep.extract.__path__, "sitrep.extract."):
        module = importlib.import_module(found.name)
        for table in (getattr(module, "RULES", None), getattr(module, "NOTES", None)):
            if not isinstance(table, dict):
                continue
            for name, line in table.items():
                known = rules.get(name, line)
                rules[name] = line if known == line else f"{known} Or: {line}"
    return dict(sorted(rules.items()))
