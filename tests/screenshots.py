"""Takes the pictures of `docs/screenshots/` anew, from the story that the end-to-end test plays: `python -m tests.screenshots`."""

import os
import sys

import pytest

from tests.eyes import PICTURES
from tests.process import ROOT

FOLDER = ROOT / "docs" / "screenshots"

if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ[PICTURES] = str(FOLDER)
    sys.exit(pytest.main(["-q", str(ROOT / "tests" / "test_desk_end_to_end.py"), "-k", "not hostile"]))
