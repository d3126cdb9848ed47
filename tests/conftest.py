"""Fixtures for every test; each lives in the module of ``tests.support`` that is about its idea."""

pytest_plugins = [
    "tests.support.requirements",
    "tests.support.databases",
    "tests.support.boards",
    "tests.support.browser",
    "tests.support.loggers",
]
