"""A file of named parts, written once, front to back, and read part by part.

It is read and not mapped into memory, since whoever cut a mapped file short would end the process.
"""

from __future__ import annotations

import json
import struct
import sys
import threading
from array import array
from pathlib import Path
from typing import Any

from jobboard.search.port import IndexUnusable

Part = tuple[int, int]
"""Where something begins in a file, and how many bytes it has."""
_FOOTER = struct.Struct("<QQ")
_ALIGNED = 8


class PartsWriter:
    """Writes one file. ``close`` writes its directory; without that it is unreadable."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._at = 0
        self._parts: dict[str, Part] = {}

    def write(self, data: bytes | array[Any]) -> int:
        """Write something that is no part by itself; where it begins."""
        start = self._at
        self._at += self._file.write(data)
        return start

    def add(self, name: str, data: bytes | array[Any]) -> None:
        """Write a part."""
        self.write(bytes(-self._at % _ALIGNED))
        start = self.write(data)
        self._parts[name] = (start, self._at - start)

    def add_json(self, name: str, data: Any) -> None:
        """Write a part made of lists, texts and numbers."""
        self.add(name, json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode())

    def close(self) -> None:
        """Write the directory."""
        said = json.dumps({"byteorder": sys.byteorder, "parts": self._parts}).encode()
        start = self.write(said)
        self.write(_FOOTER.pack(start, len(said)))
        self._file.close()


class PartsFile:
    """Reads what ``PartsWriter`` wrote. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Raises ``IndexUnusable`` when the file is none of ours or was cut short, and ``OSError``."""
        self._file = path.open("rb")
        self._reading = threading.Lock()
        start, length = _FOOTER.unpack(self.read(path.stat().st_size - _FOOTER.size, _FOOTER.size))
        said = json.loads(self.read(start, length))
        if said["byteorder"] != sys.byteorder:
            raise IndexUnusable("It was written on another kind of machine.")
        self.parts: dict[str, Part] = said["parts"]

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def read(self, start: int, length: int) -> bytes:
        """``length`` bytes from ``start`` on."""
        with self._reading:
            self._file.seek(max(start, 0))
            held = self._file.read(length)
        if len(held) != length:
            raise IndexUnusable(f"The file {Path(self._file.name).name} was cut short.")
        return held

    def part(self, name: str) -> bytes:
        """A part as it was written."""
        return self.read(*self.parts[name])

    def numbers(self, name: str, code: str) -> array[Any]:
        """A part that is an array of this type code."""
        return array(code, self.part(name))

    def json(self, name: str) -> Any:
        """A part that ``add_json`` wrote."""
        return json.loads(self.part(name))
