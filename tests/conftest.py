"""Let tests and benchmarks import what they share: the modules of tests/kit, by their bare names."""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent / "kit"))

# No example fails for being slow: on a busy machine that says nothing of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
