"""The readable texts of one segment's documents in one file, for snippets: a text is read when it is shown."""

from __future__ import annotations

from array import array
from pathlib import Path

from jobboard.search.parts import PartsFile, PartsWriter


class TextFileWriter:
    """Writes texts one after the other, in the order of their documents' numbers."""

    def __init__(self, path: Path) -> None:
        self._file = PartsWriter(path)
        self._ends = array("Q", [0])

    def add(self, text: str) -> None:
        """Write one text."""
        written = text.encode()
        self._file.write(written)
        self._ends.append(self._ends[-1] + len(written))

    def close(self) -> None:
        """Write the directory."""
        self._file.add("ends", self._ends)
        self._file.close()


class TextFile:
    """Reads what ``TextFileWriter`` wrote. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Raises ``IndexUnusable`` when the file is none of ours or was cut short, and ``OSError``."""
        self._file = PartsFile(path)
        self._ends, _ = self._file.parts["ends"]

    def __getitem__(self, number: int) -> str:
        start, end = array("Q", self._file.read(self._ends + 8 * number, 16))
        return self._file.read(start, end - start).decode()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
