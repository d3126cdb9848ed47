"""The words of the documents of a segment that is being written, in the order in which they are said.

Gathered as runs of characters between spaces, which are numbered when they are first met: there are a hundred thousand
in every thousand documents, of a few thousand kinds whose forms are read once. ``inversion`` makes postings of them.
"""

from __future__ import annotations

from array import array

from jobboard.search.tokens import LONGEST_REMEMBERED, Cut, Forms, Reader


class _Runs(dict[str, int]):
    """The numbers of runs, by which ``forms`` says what is in them; long ones are not met again, and not remembered."""

    def __init__(self, read: Reader, forms: list[Forms], *, shouted: bool) -> None:
        super().__init__()
        self._read, self._forms, self._shouted = read, forms, shouted

    def __missing__(self, written: str) -> int:
        number = len(self._forms)
        self._forms.append(self._read(written, self._shouted))
        if len(written) <= LONGEST_REMEMBERED:
            self[written] = number
        return number


class FieldPool:
    """The words of one field."""

    def __init__(self, read: Reader, *, opening: int = 0) -> None:
        """``read`` says what the forms of a run are; ``opening`` is how many places the opening of a text has, where
        its words are a field by themselves."""
        self.opening = opening
        self.forms: list[Forms] = []
        self.runs, self.documents, self.ends, self.openings = array("I"), array("I"), array("Q"), array("I")
        """The numbers of all documents' runs, one document after the other; of each document the number, where its
        runs end among them, and with which of its runs its opening begins."""
        self._known = {shouted: _Runs(read, self.forms, shouted=shouted) for shouted in (False, True)}

    def add(self, number: int, text: Cut) -> None:
        """All words of a document, which has a higher number than those before it."""
        self.runs.extend(map(self._known[text.shouted].__getitem__, text.runs))
        self.documents.append(number)
        self.ends.append(len(self.runs))
        self.openings.append(text.opening)


def as_written(run: str, _shouted: bool) -> Forms:
    """A word that is looked for as it is, and has no place."""
    return Forms(((run, 0),), 0)
