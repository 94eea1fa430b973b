"""Write or check the parts of README.md that are made from other files: columns of the marts, evaluation.

`readme.py --write` renews them, `readme.py` fails where they differ from what they are made of.
"""

import json
import re
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
MARTS = ("front_days", "tallies", "contested", "incidents", "timeline", "source_health", "coverage")
CLAIM_COLUMN = re.compile(r"^(killed|wounded|casualties|captured|destroyed|intercepted)_(ua|ru)_(low|high|latest)_")


def list_columns() -> str:
    """One table a mart; the 108 columns of claims in front_days are one line."""
    described = {m["name"]: m for m in yaml.safe_load((ROOT / "sql/models/marts/marts.yml").read_text())["models"]}
    parts = []
    for name in MARTS:
        lines = [f"**`{name}`**: {described[name]['description']}", "", "| column | what it means |", "|---|---|"]
        for column in described[name]["columns"]:
            if not CLAIM_COLUMN.match(column["name"]):
                lines.append(f"| `{column['name']}` | {column['description']} |")
            elif column["name"] == "killed_ua_low_own":
                lines.append(
                    "| `<effect>_<side>_<bound>_<by>` | Claims: effect `killed`, `wounded`, `casualties`, `captured`, "
                    "`destroyed`, `intercepted`; side `ua`, `ru`; bound `low`, `high`, `latest`; by `own`, `enemy`, "
                    "`third`. Null where nobody claims anything; never a sum over claimants. |"
                )
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def describe_evaluation() -> str:
    """The last committed report of `make eval`."""
    report = json.loads((ROOT / "tests/eval/report.json").read_text())
    figures, events = report["figures"], report["events"]
    rows = [
        ("figures found", figures["found"]["f1"]),
        ("figures core (entity and side right)", figures["core"]["f1"]),
        ("figures full (every field right)", figures["full"]["f1"]),
        *((f"figures, {slot}", figures["slots"][slot]) for slot in ("qualifier", "kind", "claimant_side", "status")),
        ("figures, both dates", figures["slots"]["dates_both"]),
        ("figures, place", figures["slots"]["place"]),
        ("events found", events["found"]["f1"]),
        ("events, both dates", events["slots"]["dates_both"]),
    ]
    lines = [
        f"{report['articles']} articles, {figures['gold']} figures, {events['gold']} events.",
        "",
        "| | F1, or share right |",
        "|---|---|",
        *(f"| {name} | {value:.3f} |" for name, value in rows),
    ]
    return "\n".join(lines)


def fill(text: str) -> str:
    """Put each made part between its markers."""
    for name, make in (("columns", list_columns), ("evaluation", describe_evaluation)):
        pattern = re.compile(rf"(<!-- {name}: made by .ci/readme.py -->\n).*?(\n<!-- /{name} -->)", re.DOTALL)
        if not pattern.search(text):
            sys.exit(f"README.md has no markers for {name}")
        made = make()
        text = pattern.sub(lambda match, made=made: f"{match[1]}{made}{match[2]}", text)
    return text


before = README.read_text(encoding="utf-8")
after = fill(before)
if "--write" in sys.argv:
    README.write_text(after, encoding="utf-8")
elif before != after:
    sys.exit("README.md differs from what it is made of: run .ci/readme.py --write")
