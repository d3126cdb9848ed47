"""The pages: everything a browser meets. ``register`` mounts them."""

from flask import Flask

from jobboard.state import BoardState
from jobboard.web import public, recruit
from jobboard.web.blueprints import mount_public, mount_recruiter


def register(app: Flask, state: BoardState) -> None:
    """Mount both sides of the board on ``app``, under the prefixes of its configuration."""
    mount_public(app, state, public.FEATURES)
    mount_recruiter(app, state, recruit.FEATURES)
