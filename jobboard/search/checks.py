"""Whether an index's files are still what was written: a list of sizes and checksums with every commit.

The engine would read a flipped bit as another word or another job. A file is read through once a process, and again
only when its size or time on disk changes.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from jobboard.search.port import IndexUnusable

Sum = tuple[int, int]
"""Bytes, and the CRC-32 of all of them."""

_COMMIT = re.compile(r"_[A-Z]+_(\d+)\.toc")
_LIST = re.compile(r"commit-(\d+)\.sums")
_AT_ONCE = 1 << 20


class Checks:
    """The files of one generation, and which of them this process has found to be whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._whole: dict[str, tuple[int, ...]] = {}

    def verify(self, commit: int, segments: Iterable[str] = ()) -> None:
        """Raises ``IndexUnusable`` unless the commit's own table and its segments' files are as they were written."""
        sums = read_sums(self.folder, commit)
        parts = [commit_name(name) or name.partition(".")[0] for name in sums]
        wanted = {str(commit), *segments}
        if missing := wanted.difference(parts):
            raise IndexUnusable(f"There is no list of the files of {min(missing)}.")
        for name, part in zip(sums, parts, strict=True):
            if part in wanted:
                self._verify_file(name, sums[name])

    def untouched(self, segments: Collection[str]) -> bool:
        """Whether the segments' files are unchanged since they were found whole, or gone: who has a removed file open
        still reads it."""
        files = {name: seen for name, seen in self._whole.items() if name.partition(".")[0] in segments}
        return all(stamp(self.folder / name) in {seen, None} for name, seen in files.items())

    def _verify_file(self, name: str, expected: Sum) -> None:
        found = stamp(self.folder / name)
        if found is None:
            raise IndexUnusable(f"The file {name} is missing.")
        if self._whole.get(name) == found:
            return
        if sum_of(self.folder / name) != expected:
            raise IndexUnusable(f"The file {name} is not what was written.")
        self._whole[name] = found


def newest_commit(folder: Path) -> int:
    """The number of the newest commit; ``IndexUnusable`` when there is none."""
    commits = [int(number) for path in folder.iterdir() if (number := commit_name(path.name))]
    if not commits:
        raise IndexUnusable("There is no table of contents.")
    return max(commits)


def commit_name(name: str) -> str | None:
    """The number of the commit whose table of contents is called so."""
    match = _COMMIT.fullmatch(name)
    return match[1] if match else None


def write_sums(folder: Path, table: str, *, named: str) -> None:
    """List every file as it is now, ``table`` under the name the engine is about to give it.

    A file that was listed before keeps its sum, so that damage is never taken for what was written.
    """
    number = commit_name(named)
    if number is None:
        return
    before = _latest_sums(folder, below=int(number))
    sums = {path.name: before.get(path.name) or sum_of(path) for path in folder.iterdir() if _is_part(path)}
    sums[named] = sum_of(folder / table)
    (folder / f"commit-{number}.sums").write_text(json.dumps(sums), encoding="utf-8")


def forget_sums(folder: Path, named: str) -> None:
    """Remove the lists of commits long past; the one before stays for a reader that is opening it at this moment."""
    newest = commit_name(named)
    for path in folder.iterdir() if newest else ():
        match = _LIST.fullmatch(path.name)
        if newest and match and int(match[1]) < int(newest) - 1:
            path.unlink(missing_ok=True)


def read_sums(folder: Path, commit: int) -> Mapping[str, Sum]:
    """The list written with ``commit``. ``IndexUnusable`` when it cannot be read."""
    try:
        held = json.loads((folder / f"commit-{commit}.sums").read_text(encoding="utf-8"))
        return {str(name): (int(size), int(crc)) for name, (size, crc) in held.items()}
    except (OSError, ValueError, TypeError, AttributeError) as problem:
        raise IndexUnusable(f"The list of its files cannot be read ({type(problem).__name__}).") from problem


def sum_of(path: Path) -> Sum:
    """Read a file through."""
    size = crc = 0
    with path.open("rb") as file:
        while chunk := file.read(_AT_ONCE):
            size, crc = size + len(chunk), zlib.crc32(chunk, crc)
    return size, crc


def stamp(path: Path) -> tuple[int, ...] | None:
    """What changes when a file is written to or replaced; ``None`` when it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_ino, found.st_mtime_ns, found.st_size)


def _latest_sums(folder: Path, *, below: int) -> Mapping[str, Sum]:
    listed = [int(match[1]) for path in folder.iterdir() if (match := _LIST.fullmatch(path.name))]
    commits = [number for number in listed if number < below]
    return read_sums(folder, max(commits)) if commits else {}


def _is_part(path: Path) -> bool:
    """Of a segment: neither a table of contents, nor a lock, nor half a file under another name."""
    return path.is_file() and "." in path.name and not path.name.startswith(("_", ".")) and path.suffix != ".sums"
