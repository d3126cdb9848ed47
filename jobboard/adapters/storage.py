"""Where uploaded files live: outside any static root, under names of our own making."""

import hashlib
import os
from dataclasses import dataclass, field
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

    @staticmethod
    def _checked(key: str) -> str:
        if not (len(key) == 32 and key.isalnum()):
            raise StorageError("This is not the key of a stored file.")
        return key


@dataclass
class MemoryStorage:
    """The twin for tests."""

    files: dict[str, bytes] = field(default_factory=dict)

    def save(self, stream: BinaryIO) -> StoredFile:
        """Keep the stream's bytes."""
        data, key = stream.read(), uuid4().hex
        self.files[key] = data
        return StoredFile(key, len(data), hashlib.sha256(data).hexdigest())

    def open(self, key: str) -> BinaryIO:
        """The bytes as a stream."""
        if key not in self.files:
            raise StorageError("The stored file cannot be read (it is not there).")
        return BytesIO(self.files[key])

    def delete(self, key: str) -> None:
        """Forget the bytes."""
        self.files.pop(key, None)
