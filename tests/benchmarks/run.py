"""Run the benchmarks: `python tests/benchmarks/run.py [NAME...]`; each `bench_NAME.py` prints its own figures.

Figures are ratios within one run wherever they can be: this machine's speed is nobody else's.
"""

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
names = sys.argv[1:] or sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
failed = []
for name in names:
    print(f"== {name}", flush=True)  # noqa: T201  # a script speaks to its user
    started = time.monotonic()
    if subprocess.run([sys.executable, HERE / f"bench_{name}.py"], check=False).returncode:
        failed.append(name)
    print(f"   ({time.monotonic() - started:.0f} s)", flush=True)  # noqa: T201
sys.exit(f"failed: {', '.join(failed)}" if failed else 0)
