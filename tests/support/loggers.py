"""Loggers as they were, around tools that configure logging for the whole process."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture
def loggers_as_before() -> Iterator[None]:
    """Flask-Migrate's environment and import-linter switch our loggers off, those too that a module made in between."""
    was = {logger.name: logger.disabled for logger in _loggers()}
    level, handlers = logging.root.level, logging.root.handlers[:]
    yield
    for logger in _loggers():
        logger.disabled = was.get(logger.name, False)
    logging.root.setLevel(level)
    logging.root.handlers[:] = handlers


def _loggers() -> list[logging.Logger]:
    known = logging.root.manager.loggerDict.values()
    return [logger for logger in known if isinstance(logger, logging.Logger)]
