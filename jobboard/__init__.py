"""Jobboard: a job board that recruiting firms mount inside their own Flask site.

``JobBoard`` mounts it, ``Actor`` and ``Role`` are what an identity adapter answers with, ``include_name`` keeps a
host's own migrations away from our tables.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jobboard.access import STRANGER, Actor, Role
    from jobboard.extension import JobBoard
    from jobboard.migrations.hosts import include_name

__version__ = "0.1.0"
__all__ = ["STRANGER", "Actor", "JobBoard", "Role", "__version__", "include_name"]

_HOMES = {
    "Actor": "jobboard.access",
    "Role": "jobboard.access",
    "STRANGER": "jobboard.access",
    "JobBoard": "jobboard.extension",
    "include_name": "jobboard.migrations.hosts",
}


def __getattr__(name: str) -> Any:
    """Fetch a public name from its home on first use: importing ``jobboard.fit`` alone must not load Flask."""
    if name not in _HOMES:
        raise AttributeError(f"module 'jobboard' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
