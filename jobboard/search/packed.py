"""Many short texts end to end: each alone as a Python object would take fifty bytes more than what it says."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise


class Packed:
    """Texts, made anew whenever one is asked for."""

    def __init__(self, held: bytes, ends: array[int]) -> None:
        """``held`` is all of them as UTF-8; ``ends`` a 0 and where each ends."""
        self.held, self.ends = held, ends

    @classmethod
    def of(cls, texts: Iterable[str]) -> Packed:
        """These texts."""
        written = [text.encode() for text in texts]
        return cls(b"".join(written), array("I", accumulate(map(len, written), initial=0)))

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, number: int) -> str:
        return self.held[self.ends[number] : self.ends[number + 1]].decode()

    def __iter__(self) -> Iterator[str]:
        return (self.held[start:end].decode() for start, end in pairwise(self.ends))

    def numbers_of(self, text: str) -> Iterator[int]:
        """Where ``text``, which is not empty, stands among them."""
        wanted = text.encode()
        at = self.held.find(wanted)
        while at >= 0:
            number = bisect_right(self.ends, at) - 1
            if self.ends[number] == at and self.ends[number + 1] == at + len(wanted):
                yield number
            at = self.held.find(wanted, at + 1)
