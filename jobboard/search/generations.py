"""Where an index lies on disk: one directory a generation, and a file that names the one in use.

A new generation is complete and on the disk before ``CURRENT`` names it, so neither a crash nor a power
cut leaves less than the previous one.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage

from jobboard.db.durable import sync
from jobboard.search.checks import forget_sums, stamp, write_sums
from jobboard.search.language import ENGLISH, Language
from jobboard.search.port import REBUILD, IndexUnusable

CURRENT, LOCK = "CURRENT", "WRITING"


class DurableStorage(FileStorage):  # type: ignore[misc]  # the engine ships no types
    """The engine's files, on the disk before the table of contents that names them is."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Make everything durable and list what it must be, then rename: the engine's last step of a commit."""
        folder = Path(self.folder)
        write_sums(folder, oldname, named=newname)
        for path in folder.iterdir():
            if path.is_file() and path.stat().st_mtime > time.time() - 3600:
                sync(path)
        super().rename_file(oldname, newname, safe)
        sync(folder)
        forget_sums(folder, newname)


class Generations:
    """The generations of one index in ``root``; the directory is made when first written to. Those of another
    ``shape``, or of documents read in another language, are none of ours."""

    def __init__(self, root: Path, *, shape: str, language: Language = ENGLISH) -> None:
        self.root = root
        self._shape = shape if language is ENGLISH else f"{shape}.{language.code}"

    def current(self) -> Path | None:
        """The generation in use, or ``None`` before the first rebuild, or when its name is
        unreadable or of another version's shape or language."""
        try:
            name = (self.root / CURRENT).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeError):
            return None
        is_ours = re.fullmatch(f"generation-{re.escape(self._shape)}-[0-9a-z]+", name)
        return self.root / name if is_ours else None

    def exists(self) -> bool:
        """Whether there ever was an index here."""
        return (self.root / CURRENT).exists()

    def signature(self) -> tuple[Any, ...]:
        """Changes whenever a commit may have happened or a file was changed, here or in another process. A look at
        each file of the generation in use; there are about ten for each segment."""
        current = self.current()
        try:
            files = sorted(current.iterdir()) if current else []
        except OSError:
            files = []  # removed, perhaps at this moment
        return (current, stamp(self.root / CURRENT), *map(stamp, files))

    def missing(self) -> IndexUnusable:
        """Why there is none in use."""
        return IndexUnusable(
            "It is gone, or was made by another version or for another language."
            if self.exists()
            else "It is not there."
        )

    @contextmanager
    def replacing(self, *, patience: float) -> Iterator[Path]:
        """An empty generation to fill; it is the one in use when the block ends without an error, and gone otherwise.
        Raises ``IndexUnusable`` as ``writing`` does."""
        with self.writing(patience=patience):
            generation = self.begin()
            try:
                yield generation
            except BaseException:
                self.discard(generation)
                raise
            self.use(generation)

    def begin(self) -> Path:
        """An empty directory for a new generation, not in use yet."""
        self.root.mkdir(parents=True, exist_ok=True)
        path = self.root / f"generation-{self._shape}-{time.time_ns():020d}"
        path.mkdir()
        return path

    def use(self, generation: Path) -> None:
        """Make ``generation`` the one in use, atomically, and remove the others; we must be ``writing``."""
        fresh = self.root / f"{CURRENT}.new"
        fresh.write_text(generation.name + "\n", encoding="utf-8")
        sync(fresh)
        sync(generation)
        fresh.replace(self.root / CURRENT)
        sync(self.root)
        self.discard_others(generation)

    def discard_others(self, generation: Path) -> None:
        """Remove every generation but this one: the former, and what was begun by a writer that died."""
        for other in self.root.glob("generation-*"):
            if other != generation:
                self.discard(other)

    def discard(self, generation: Path) -> None:
        """Remove a generation that is not in use; what another process still reads stays until it lets go."""
        shutil.rmtree(generation, ignore_errors=True)

    def size_bytes(self) -> int:
        """The bytes of the generation in use."""
        current = self.current()
        if current is None or not current.is_dir():
            return 0
        return sum(_size(path) for path in current.iterdir())

    @contextmanager
    def writing(self, *, patience: float) -> Iterator[None]:
        """Be the only writer. ``IndexUnusable`` if another one has not finished after ``patience`` seconds."""
        self.root.mkdir(parents=True, exist_ok=True)
        lock = FileStorage(str(self.root)).lock(LOCK)
        until = time.monotonic() + patience
        while not lock.acquire():
            if time.monotonic() > until:
                raise IndexUnusable("Another process is writing the search index. Try again when it has finished.")
            time.sleep(0.05)
        try:
            yield
        finally:
            lock.release()


def fault_of(error: Exception) -> str:
    """What ``IndexStatus.note`` says where opening an index raised ``error``."""
    said = str(error) if isinstance(error, IndexUnusable) else f"It is damaged ({type(error).__name__})."
    return f"The search index cannot be used. {said} {REBUILD}"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
