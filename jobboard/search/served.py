"""An index on disk as one process serves it: the newest commit's view, shared by all threads, swapped after commits."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from jobboard.search.checks import Checks
from jobboard.search.generations import Generations, fault_of
from jobboard.search.port import REBUILD, IndexStatus, IndexUnusable

log = logging.getLogger(__name__)

LOOK_EVERY = 0.25
"""Seconds between two looks for another process's commits. With a worker's own pause less than a second from a job's
publication to its being found."""
SETTLED_AFTER_NS = 2_000_000_000
PATIENCE_TO_UPDATE, PATIENCE_TO_REBUILD = 10.0, 120.0
TRIES_TO_OPEN = 3


class Shown(Protocol):
    """What answers from one commit. Safe to share between threads."""

    checks: Checks
    commit: int

    @property
    def size(self) -> int:
        """How many documents it has."""

    def is_newest(self) -> bool:
        """Whether nothing was committed to its generation since. Raises ``IndexUnusable`` when a file was damaged."""

    def is_readable(self) -> bool:
        """Whether what it reads from is as it was, be it on disk or, removed there, in files it has open."""


V = TypeVar("V", bound=Shown)
T = TypeVar("T")


class Served(Generic[V]):
    """The index of ``generations``; ``open_view`` reads a generation's newest commit, and may take over what did not
    change since the view before, where that is of the same generation.

    Any number of processes may read and write it; writers wait for each other. An open view goes on answering from a
    deleted index until that is built anew.
    """

    def __init__(self, generations: Generations, open_view: Callable[[Checks, V | None], V]) -> None:
        self._generations, self._open_view = generations, open_view
        self._opening = threading.Lock()
        self._view: V | None = None
        self._signature: tuple[object, ...] | None = None
        self._looked = float("-inf")
        self._fault = ""

    def ask(self, question: Callable[[V], T]) -> T | None:
        """The newest view's answer; ``None`` where there is none, or it cannot be read."""
        view = self.view()
        if view is None:
            return None
        try:
            return question(view)
        except Exception as error:  # a damaged file raises anything; the page must still answer
            log.exception("The search index failed to answer; answering with nothing.")
            if isinstance(error, OSError) or not view.is_readable():
                self._view, self._signature = None, None
                self._find_fault(error)
            return None

    def view(self) -> V | None:
        """The newest view; another process's commit is seen ``LOOK_EVERY`` seconds after it at the latest."""
        if time.monotonic() - self._looked >= LOOK_EVERY:
            self._look()
        return self._view

    @contextmanager
    def updating(self) -> Iterator[tuple[Path, V]]:
        """The generation to commit to, and its newest view; we are the only writer meanwhile. Raises ``IndexUnusable``
        when there is no index or it is damaged, or somebody else writes it."""
        with self._generations.writing(patience=PATIENCE_TO_UPDATE):
            self._look(force=True)
            current, view = self._generations.current(), self._view
            if current is None or view is None or self._fault:
                raise IndexUnusable(self._fault or f"The search index cannot be read. {REBUILD}")
            yield current, view
            self._generations.discard_others(current)
        self._look(force=True)

    @contextmanager
    def rebuilding(self) -> Iterator[Path]:
        """An empty generation to fill. Readers keep the old one until the new one is on the disk."""
        with self._generations.replacing(patience=PATIENCE_TO_REBUILD) as generation:
            yield generation
        self._look(force=True)

    def status(self) -> IndexStatus:
        """The state of the index at this moment, other processes' commits included."""
        self._look(force=True)
        view = self._view
        current = self._generations.current()
        return IndexStatus(
            documents=view.size if view else 0,
            generation=f"{current.name}.{view.commit}" if current and view else "",
            size_bytes=self._generations.size_bytes(),
            healthy=view is not None and not self._fault,
            note=self._fault,
        )

    def close(self) -> None:
        """Let go of files."""
        self._view = None

    def _look(self, *, force: bool = False) -> None:
        """Open the newest commit if there may be one that is not open yet."""
        if not self._opening.acquire(blocking=force or self._view is None):
            return  # another thread is opening it; what we have answers until then
        try:
            signature = self._generations.signature()
            if signature != self._signature or force:
                # A commit within the clock's own tick would look the same: do not trust a recent stamp.
                self._signature = signature if _is_settled(signature) else None
                self._open()
            self._looked = time.monotonic()
        finally:
            self._opening.release()

    def _open(self) -> None:
        """Swap in the newest commit. Where it cannot be opened the one we have goes on answering, unless it was read
        from files that were changed since."""
        for left in reversed(range(TRIES_TO_OPEN)):
            try:
                self._view, self._fault = self._newest(), ""
                return
            except Exception as error:  # noqa: BLE001  # whatever a damaged file raises, the site must stay up
                if left:
                    time.sleep(0.02)  # a commit removes files, perhaps while we open them
                else:
                    self._find_fault(error)
        if self._view is not None and not self._view.is_readable():
            self._view = None

    def _find_fault(self, error: Exception) -> None:
        if self._generations.exists():
            log.warning("The search index cannot be read: %r", error)
        else:
            log.info("There is no search index yet.")
        self._fault = fault_of(error)

    def _newest(self) -> V:
        current, before = self._generations.current(), self._view
        if current is None or not current.is_dir():
            raise self._generations.missing()
        if before is None or before.checks.folder != current:
            return self._open_view(Checks(current), None)
        return before if before.is_newest() else self._open_view(before.checks, before)


def _is_settled(signature: tuple[Any, ...]) -> bool:
    stamps = [part[1] for part in signature if isinstance(part, tuple)]
    return all(isinstance(stamp, int) and time.time_ns() - stamp > SETTLED_AFTER_NS for stamp in stamps)
