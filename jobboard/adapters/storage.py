"""Where uploaded files live: outside any static root, under names of our own making."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import uuid4

from jobboard.errors import StorageError

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What was stored: the key to get it back, its size in bytes and its SHA-256."""

    key: str
    size_bytes: int
    sha256: str


class Storage(Protocol):
    """Keeps files by key."""

    def save(self, stream: BinaryIO) -> StoredFile:
        """Store the whole stream durably under a new key."""
        ...

    def open(self, key: str) -> BinaryIO:
        """A stored file for reading. Raises ``StorageError`` when it is not there."""
        ...

    def delete(self, key: str) -> None:
        """Remove a file; removing one that is gone already is fine."""
        ...

    def keys_older_than(self, moment: datetime) -> Iterator[str]:
        """The keys of all files stored before the aware ``moment``, needed or not. They may be deleted meanwhile."""
        ...


class FolderStorage:
    """Files in a folder, mode 0600, synced to disk before their key is given out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, stream: BinaryIO) -> StoredFile:
        """Store the whole stream durably under a new key."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = uuid4().hex
        digest, size = hashlib.sha256(), 0
        with os.fdopen(os.open(self._folder / key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        return StoredFile(key, size, digest.hexdigest())

    def open(self, key: str) -> BinaryIO:
        """A stored file for reading. Raises ``StorageError`` when it is not there."""
        try:
            return (self._folder / self._checked(key)).open("rb")
        except OSError as problem:
            raise StorageError(f"The stored file cannot be read ({type(problem).__name__}).") from problem

    def delete(self, key: str) -> None:
        """Remove a file; removing one that is gone already is fine."""
        (self._folder / self._checked(key)).unlink(missing_ok=True)

    def keys_older_than(self, moment: datetime) -> Iterator[str]:
        """The keys of all files stored before ``moment``, by their time on disk; nothing else that lies there."""
        before = moment.timestamp()
        entries = list(os.scandir(self._folder)) if self._folder.is_dir() else []
        for entry in entries:
            if _is_key(entry.name) and _is_file_before(entry, before):
                yield entry.name

    @staticmethod
    def _checked(key: str) -> str:
        if not _is_key(key):
            raise StorageError("This is not the key of a stored file.")
        return key


def _is_key(name: str) -> bool:
    return len(name) == 32 and name.isalnum()


def _is_file_before(entry: os.DirEntry[str], moment: float) -> bool:
    try:
        return entry.is_file(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_mtime < moment
    except FileNotFoundError:
        return False  # deleted by somebody else at this moment


@dataclass
class MemoryStorage:
    """The twin for tests."""

    files: dict[str, bytes] = field(default_factory=dict)
    saved_at: dict[str, datetime] = field(default_factory=dict)

    def save(self, stream: BinaryIO) -> StoredFile:
        """Keep the stream's bytes."""
        data, key = stream.read(), uuid4().hex
        self.files[key], self.saved_at[key] = data, datetime.now(UTC)
        return StoredFile(key, len(data), hashlib.sha256(data).hexdigest())

    def open(self, key: str) -> BinaryIO:
        """The bytes as a stream."""
        if key not in self.files:
            raise StorageError("The stored file cannot be read (it is not there).")
        return BytesIO(self.files[key])

    def delete(self, key: str) -> None:
        """Forget the bytes."""
        self.files.pop(key, None)
        self.saved_at.pop(key, None)

    def keys_older_than(self, moment: datetime) -> Iterator[str]:
        """The keys of all files stored before ``moment``."""
        return iter([key for key, saved in self.saved_at.items() if saved < moment])
