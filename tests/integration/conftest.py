"""Where real articles lie, if they lie anywhere: beside the repository, never in it."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real articles; tests that want it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("real articles are not part of the repository: no ../shared here")
    return SHARED
