"""What one file may cost."""

import resource
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """``cpu_seconds`` and ``memory`` (bytes of address space) are the system's to enforce in the child,
    ``wall_seconds`` the parent's. ``answer`` bounds what the child may write and ``given`` what it gets, in bytes."""

    cpu_seconds: int = 5
    wall_seconds: float = 10.0
    memory: int = 768 * MEGABYTE
    given: int = 25 * MEGABYTE
    answer: int = 2 * MEGABYTE


def confine(limits: Limits) -> None:
    """Hold this very process to ``limits``, for good: nothing it does afterwards can lift them."""
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.answer),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _lower(kind, most)


def _lower(kind: int, most: int) -> None:
    _soft, hard = resource.getrlimit(kind)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (limit, limit))
