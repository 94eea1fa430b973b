"""Write state so that a reader, or the next run after a kill, finds the old file or the new one, never half of one.

In      a path; a value that JSON can hold
Out     -
Units   -
Errors  OSError of the disk; a state file that is no JSON any more counts as absent, since state only saves requests
Source  -

The temporary name is fixed by the path: what a killed run left there, the next run writes over and renames.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def write_json(path: Path, value: object) -> None:
    """Write under a temporary name, bring it to the disk, rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1, sort_keys=True)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def read_json(path: Path) -> dict[str, Any]:
    """Read an object; empty if there is none that can be read."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
