"""Score the extraction against the annotated sets, beside the last committed report: `make eval`.

In      the evaluation folder (default: ../shared), `--write` to renew report.json
Out     a table on stdout; exit 1 where a bar of the table is missed
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from sitrep.extract import extract_document
from sitrep.extract.dates import timexes
from sitrep.extract.locate import locate_rows

REPORT = Path(__file__).with_name("report.json")

# What must be reached, and what is worth aiming at.
BARS: dict[str, tuple[float, float]] = {
    "figures.found.f1": (0.88, 0.93),
    "figures.core.f1": (0.84, 0.90),
    "figures.full.f1": (0.60, 0.72),
    "figures.slots.qualifier": (0.95, 0.95),
    "figures.slots.kind": (0.92, 0.92),
    "figures.slots.claimant_side": (0.85, 0.85),
    "figures.slots.status": (0.97, 0.97),
    "figures.slots.dates_both": (0.78, 0.88),
    "figures.slots.place": (0.85, 0.92),
    "events.found.f1": (0.75, 0.85),
    "events.slots.dates_both": (0.75, 0.85),
    "fronts.right": (0.90, 0.95),
    "dates.warprobe.right": (27 / 30, 1.0),
    "dates.wikiwars.relaxed_f1": (0.92, 0.92),
    "dates.wikiwars.value_f1": (0.80, 0.80),
}


def main() -> int:
    """Measure, print, and say by the exit code whether every bar is reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[3] / "shared")
    parser.add_argument("--write", action="store_true", help="renew report.json")
    args = parser.parse_args()
    folder = args.shared / "eval"
    if not folder.is_dir():
        say(f"{folder} is not there: nothing to measure")
        return 0
    report = measure(folder)
    before = json.loads(REPORT.read_text(encoding="utf-8")) if REPORT.exists() else {}
    print_report(report, before)
    if args.write:
        REPORT.write_text(json.dumps(report, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return int(any(_at(report, name) < bar for name, (bar, _) in BARS.items()))


def measure(folder: Path) -> dict[str, Any]:
    """Score figures and events, dates and fronts."""
    scorer = load_scorer(folder / "score.py")
    gold = scorer.load(folder / "dev.jsonl")
    predicted = {doc_id: extract(doc) for doc_id, doc in gold.items()}
    # A second pass is timed: the first one builds the indexes of names and words.
    began = time.process_time()
    for doc in gold.values():
        extract(doc)
    seconds = time.process_time() - began
    report, _ = scorer.score(gold, predicted)
    ids = list(gold)
    for name, half in (("even", ids[::2]), ("odd", ids[1::2])):
        part, _ = scorer.score({doc_id: gold[doc_id] for doc_id in half}, predicted)
        report[name] = {level: part["figures"][level]["f1"] for level in ("found", "core", "full")}
        report[name]["events"] = part["events"]["found"]["f1"]
    words = sum(len(doc["text"].split()) for doc in gold.values())
    report["speed"] = {"articles": len(gold), "words": words}
    report["dates"] = score_dates(folder / "dates")
    report["fronts"] = score_fronts(folder / "place_front_dev.csv")
    rate = words / 350 / seconds
    say(f"{len(gold)} articles of {words // len(gold)} words in {seconds:.2f} s of one core")
    say(f"{rate:.0f} articles of 350 words a second")
    return report


def extract(doc: dict[str, Any]) -> dict[str, Any]:
    """Extract one annotated document as the command line does."""
    published = dt.date.fromisoformat(doc["published"][:10]) if doc.get("published") else None
    return extract_document(doc["id"], doc["title"], doc["text"], published, language=doc["language"])


def load_scorer(path: Path) -> ModuleType:
    """Load a scorer that lies outside the repository."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score_dates(folder: Path) -> dict[str, Any]:
    """Score day intervals and TIMEX3 values with the folder's own scorers."""
    result: dict[str, Any] = {}
    for name, file, scorer_file, mode in (
        ("warprobe", "warprobe.jsonl", "score_intervals.py", "news"),
        ("wikiwars", "wikiwars_dev.jsonl", "score_timex.py", "narrative"),
    ):
        if not (folder / file).exists():
            continue
        result[name] = _parse_scores(_run_scorer(folder, file, scorer_file, partial(timexes, mode=mode)))
    return result


def _run_scorer(
    folder: Path, file: str, scorer_file: str, find: Callable[[str, dt.date | None], list[dict[str, Any]]]
) -> str:
    rows = [json.loads(line) for line in (folder / file).read_text(encoding="utf-8").splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "predicted.jsonl"
        with out.open("w", encoding="utf-8") as lines:
            for row in rows:
                lines.write(json.dumps(_dated(row, find)) + "\n")
        run = subprocess.run(
            [sys.executable, str(folder / scorer_file), str(folder / file), str(out)],
            check=True,
            capture_output=True,
            text=True,
        )
    return run.stdout


def _dated(row: dict[str, Any], find: Callable[[str, dt.date | None], list[dict[str, Any]]]) -> dict[str, Any]:
    key = "doc_id" if "doc_id" in row else "id"
    day = row.get("dct") or row.get("published")
    return {key: row[key], "timexes": find(row["text"], dt.date.fromisoformat(day[:10]) if day else None)}


def _parse_scores(text: str) -> dict[str, Any]:
    if (counted := re.search(r"(\d+) of (\d+) right", text)) is not None:
        return {"right": round(int(counted[1]) / int(counted[2]), 4), "of": int(counted[2])}
    return {name.lower(): float(value) for name, value in re.findall(r"(\w+_F1)=([\d.]+)", text)}


def score_fronts(path: Path) -> dict[str, Any]:
    """Share of places with the right front, each read with the places named beside it."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    asked = [
        {"date": row["date"], "place": row["place"], "group": f"{row['date']}|{row['source_url']}|{row['gold_front']}"}
        for row in rows
    ]
    located = list(locate_rows(asked))
    right = sum(found["front_id"] == row["gold_front"] for found, row in zip(located, rows, strict=True))
    return {"rows": len(rows), "right": round(right / len(rows), 4)}


def print_report(report: dict[str, Any], before: dict[str, Any]) -> None:
    """Print each bar with the value now and the value committed last."""
    say(f"{'measure':<32}{'now':>8}{'last':>8}{'must':>8}{'aim':>8}")
    for name, (must, aim) in BARS.items():
        now, last = _at(report, name), _at(before, name)
        mark = " " if now >= must else "!"
        say(f"{name:<32}{now:>8.3f}{last:>8.3f}{must:>8.3f}{aim:>8.3f} {mark}")
    for name in ("even", "odd"):
        say(name, *(f"{level} {value:.3f}" for level, value in report.get(name, {}).items()))


def say(*words: object) -> None:
    """Write one line."""
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")


def _at(report: dict[str, Any], name: str) -> float:
    value: Any = report
    for key in name.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return float(value) if isinstance(value, int | float) else 0.0


if __name__ == "__main__":
    sys.exit(main())
