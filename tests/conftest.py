"""Let tests and benchmarks import what they share: the modules of tests/kit, by their bare names."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "kit"))
