"""Programs that tests need and Python packages do not bring: `.ci/run` installs them from Debian."""

import os
import shutil

import pytest


def program(name: str) -> str:
    """Where a program is. Without it the test is skipped by name, and fails under `CI=true`."""
    found = shutil.which(name)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not installed")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found
