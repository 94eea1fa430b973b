"""Gather the rules of all finders, by name, so that a record can be explained and the rules can be listed.

In      the `RULES` of every module of this room, and the `NOTES` of the date grammar
Out     dict, rule name to one line
Units   none
Errors  ValueError, if two modules give one name two meanings
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
                if rules.setdefault(name, line) != line:
                    raise ValueError(f"the rule {name!r} has two meanings")
    return dict(sorted(rules.items()))
