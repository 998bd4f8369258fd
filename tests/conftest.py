"""What every test may use: the folder of real publications and an empty working folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Give the folder of real publications, or skip with the reason."""
    folder = os.environ.get("PUSTAKA_CORPUS", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("PUSTAKA_CORPUS does not name a folder of real publications")
    return Path(folder).resolve()
