"""Fixtures that every kind of test may use."""

from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.releases_fixture", "tests.stand_in_model"]

REPOSITORY = Path(__file__).parent.parent


settings.register_profile("default", deadline=None, derandomize=True)
settings.register_profile("nightly", deadline=None, max_examples=5_000)
settings.load_profile("default")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The team's shared material; a test that asks for it is skipped where it is absent."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs ../shared, which is not beside this checkout")
    return folder
