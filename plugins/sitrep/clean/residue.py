"""Drop the lines of a page that are not its story, and know pages that hold none.

In      text, a paragraph or list item a line
Out     the same lines without the residue or the wall; whether a text is a paywalled stub
Units   -
Errors  LexiconError at import, if residue.toml is malformed
Source  residue.toml
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from sitrep.errors import LexiconError


@dataclass(frozen=True, slots=True)
class _Rule:
    rule_id: str
    is_tail: bool
    max_chars: int
    pattern: re.Pattern[str]

    def matches(self, line: str) -> bool:
        return len(line) <= self.max_chars and self.pattern.fullmatch(line) is not None


@dataclass(frozen=True, slots=True)
class _Signs:
    """Phrases that tell what a page is, if its text is no longer than that."""

    max_chars: int
    pattern: re.Pattern[str]

    def find(self, text: str) -> str | None:
        match = self.pattern.search(text) if len(text) <= self.max_chars else None
        return match[0] if match else None


def _read() -> tuple[tuple[_Rule, ...], _Signs, _Signs]:
    try:
        document = tomllib.loads(files("sitrep.clean").joinpath("residue.toml").read_text(encoding="utf-8"))
        rules = tuple(
            _Rule(
                entry["id"],
                {"any": False, "tail": True}[entry["where"]],
                int(entry["max_chars"]),
                re.compile(entry["pattern"].strip(), re.IGNORECASE | re.VERBOSE),
            )
            for entry in document["rule"]
        )
        return rules, _read_signs(document["walls"]), _read_signs(document["paywall"])
    except (KeyError, ValueError, re.error) as exc:
        raise LexiconError(f"malformed: {exc}", subject="clean/residue.toml") from exc


def _read_signs(entry: dict[str, object]) -> _Signs:
    patterns = entry["patterns"]
    if not isinstance(patterns, list):
        raise LexiconError("patterns wants a list", subject="clean/residue.toml")
    pattern = re.compile("|".join(f"(?:{part})" for part in patterns), re.IGNORECASE)
    return _Signs(int(str(entry["max_chars"])), pattern)


_RULES, _WALLS, _PAYWALLS = _read()


def remove_residue(lines: Iterable[str]) -> list[str]:
    """Return the lines that are the story's own."""
    kept: list[str] = []
    tail_start = 0
    for line in lines:
        rule = find_rule(line)
        if rule is None:
            kept.append(line)
            tail_start = len(kept)
        elif rule.is_tail:
            kept.append(line)
    return kept[:tail_start]


def find_rule(line: str) -> _Rule | None:
    """Return the first rule that says what kind of residue the line is."""
    return next((rule for rule in _RULES if rule.matches(line)), None)


def remove_wall(lines: list[str]) -> tuple[list[str], str | None]:
    """Return the lines of a short text that are no part of a wall, and the phrase by which it was known, if any.

    Where a story is left, the wall was only a notice above or below it.
    """
    phrase = _WALLS.find("\n".join(lines))
    if phrase is None:
        return lines, None
    return [line for line in lines if _WALLS.find(line) is None], phrase


def is_stub(text: str) -> bool:
    """Whether a text ends where only subscribers read on."""
    return _PAYWALLS.find(text) is not None
