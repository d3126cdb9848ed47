"""The command line."""

from flask import Flask


def register(app: Flask) -> None:
    """Give the app the commands under ``flask jobboard``."""
