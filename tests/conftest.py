"""Fixtures for every test; each lives in the module of ``tests.support`` that is about its idea."""

import gc

from hypothesis import HealthCheck, settings

# How long an example takes to make says how busy the machine is, not whether the code is right
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

pytest_plugins = [
    "tests.support.requirements",
    "tests.support.databases",
    "tests.support.boards",
    "tests.support.browser",
    "tests.support.loggers",
    "tests.support.schedule",
    "tests.support.shares",
]

_OBJECTS_BETWEEN_COLLECTIONS = 20_000


def pytest_collection_finish() -> None:
    """Everything imported and collected lives until the end of the run, so no later collection need look at it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
