"""What the words around a head noun do to it: modifiers, numbers, and pay grades."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jobboard.fit.ladder import Ladder, Track
from jobboard.fit.tables import LONGEST_PHRASE, Entry, Modifier, grades, modifiers

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_NUMBER = re.compile(r"l?0?([1-6])")
_BEFORE_NUMBERS = frozenset({"level", "lvl", "grade", "no"})
_LEADERS = ("supervisor", "manager", "foreman", "leader")
_CAPITALS = frozenset(
    ["ceo", "hr", "it", "rn", "gp", "vp", "heo", "seo", "eo", "ao", "sho", "emt", "pcso", "dba", "ic", "gs", "nhs"]
)
_STACKED, _LOWEST = 0.1, 0.55


@dataclass(frozen=True, slots=True)
class Reading:
    """A title half read: where it stands so far, and the sentences that put it there. ``within`` counts the steps
    of its ``trade``'s ladder that its rank is too coarse for, ``beyond`` those of the words around the head."""

    rank: int
    track: Track
    confidence: float
    reasons: tuple[str, ...]
    head: str
    moved: int = 0
    step: int | None = None
    within: int = 0
    beyond: int = 0
    trade: str | None = None

    def because(self, sentence: str, *, rank: int, confidence: float | None = None) -> "Reading":
        """The same reading one reason later."""
        return replace(
            self,
            rank=rank,
            confidence=self.confidence if confidence is None else confidence,
            reasons=(*self.reasons, sentence),
            moved=self.moved + (rank != self.rank),
        )


def shown(phrase: str) -> str:
    """A phrase as people write it, in quotation marks."""
    small = {"of", "the", "de", "in", "to", "and", "for"}
    words = phrase.replace("_", " ").split()
    styled = [
        w.upper() if w in _CAPITALS or "&" in w else w if w in small and at else w.capitalize()
        for at, w in enumerate(words)
    ]
    return f"“{' '.join(styled)}”"


def placed(ladder: Ladder, rank: int) -> str:
    """ "manager (5)": a rank in words and figures, for the end of a sentence."""
    return f"{ladder.label(rank).lower()} ({ladder.clamp(rank)})"


def is_modifying(words: Sequence[str]) -> bool:
    """True when all ``words`` only qualify a role named elsewhere: "Senior", "Level II", "Trainee"."""
    return all(word in modifiers() or word in _BEFORE_NUMBERS or _number(word) for word in words)


def modify(reading: Reading, around: Sequence[str], ladder: Ladder) -> Reading:
    """``reading`` moved by every modifier in ``around``, the nearest to the head noun (the last) first."""
    seen: set[str] = set()
    for word in reversed(around):
        modifier = modifiers().get(word)
        if modifier is not None and modifier.word not in seen:
            seen.add(modifier.word)
            reading = _moved(reading, modifier, ladder)
    return reading


def number(words: Sequence[str]) -> int | None:
    """The step a title counts in: "Engineer II", "Level 3", "Analyst 2". None when it does not count."""
    numbers = [_number(word) for word in words]
    return next((found for found in reversed(numbers) if found), None)


def count(reading: Reading, ladder: Ladder) -> Reading:
    """``reading`` moved by the number behind it. A plain profession counts from entry; others from themselves."""
    if reading.step is None:
        return reading
    rank = ladder.clamp(_counted(reading, reading.step))
    sentence = f"Step {reading.step} of its own numbering: {placed(ladder, rank)}."
    return replace(reading.because(sentence, rank=rank), beyond=reading.beyond + _uncounted(reading, reading.step))


def _uncounted(reading: Reading, step: int) -> int:
    """How many of the steps up to ``step`` no longer change the rank: a Buyer VII is above a Buyer VI."""
    return sum(_counted(reading, each) == _counted(reading, each - 1) for each in range(2, step + 1))


def graded(reading: Reading, words: Sequence[str], ladder: Ladder) -> Reading:
    """``reading`` put where a pay grade in ``words`` says, or else where its own numbering does."""
    found = _grade(words, reading.head)
    if found is None:
        return count(reading, ladder)
    rank = ladder.clamp(found.rank)
    sentence = f"{shown(found.phrase)} {found.why}: {placed(ladder, rank)}."
    sure = found.confidence if reading.head else min(found.confidence, 0.85)
    track = reading.track if reading.head else found.track
    reading = reading.because(sentence, rank=rank, confidence=max(sure, reading.confidence))
    return replace(reading, track=track, within=found.within, trade="grades")


def _grade(words: Sequence[str], head: str) -> Entry | None:
    """The pay grade named in ``words`` that ranks the job by itself. Engineering levels need an engineering head."""
    for length in range(min(LONGEST_PHRASE, len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            found = grades().get(" ".join(words[at : at + length]))
            if found and _applies(found, head):
                return found
    return None


def _applies(found: Entry, head: str) -> bool:
    return found.confidence >= 0.9 or not head or head.split()[-1] in modifiers()["staff"].only


def _counted(reading: Reading, step: int) -> int:
    leading = reading.track is Track.MANAGEMENT or reading.head.endswith(_LEADERS)
    if leading or reading.moved or _is_lifted(reading):
        return reading.rank + (step > 1)
    if reading.rank <= 2:
        return min(step, 3 if reading.rank < 2 else 5)
    return reading.rank + min(step, 4) - 2


def _is_lifted(reading: Reading) -> bool:
    """True for "senior accountant", which counts its classes from itself, not from entry."""
    return any(lifts(word, reading.head, reading.track) > 0 for word in reading.head.split()[:-1])


def _number(word: str) -> int | None:
    if word in _ROMAN:
        return _ROMAN[word]
    found = _NUMBER.fullmatch(word)
    return int(found[1]) if found else None


def lifts(word: str, head: str, track: Track) -> int:
    """1 for a word that sets ``head`` above itself ("senior"), -1 for one that sets it below, 0 for neither."""
    modifier = modifiers().get(word)
    if modifier is None or (modifier.elsewhere is None and not _used_with(modifier, head)):
        return 0
    by = _by(modifier, head).get(track, 0)
    return -1 if track in modifier.to else _sign(by or modifier.within)


def _moved(reading: Reading, modifier: Modifier, ladder: Ladder) -> Reading:
    if modifier.elsewhere is None and not _used_with(modifier, reading.head):
        return _explained(reading, modifier)
    by = _by(modifier, reading.head)
    rank = ladder.clamp(_target(reading, modifier, by.get(reading.track, 0)))
    if rank == reading.rank:
        return replace(reading, beyond=reading.beyond + (modifier.within or _sign(by.get(reading.track, 0))))
    sentence = f"{shown(modifier.word)} {modifier.why}: {placed(ladder, rank)}."
    stacked = max(min(_LOWEST, reading.confidence), reading.confidence - _STACKED) if reading.moved else None
    reading = replace(reading, beyond=reading.beyond + modifier.within)
    return reading.because(sentence, rank=rank, confidence=stacked)


def _used_with(modifier: Modifier, head: str) -> bool:
    return not modifier.only or bool(modifier.only.intersection(head.split()[-1:]))


def _by(modifier: Modifier, head: str) -> Mapping[str, int]:
    return modifier.by if modifier.elsewhere is None or _used_with(modifier, head) else modifier.elsewhere


def _sign(by: int) -> int:
    return (by > 0) - (by < 0)


def _explained(reading: Reading, modifier: Modifier) -> Reading:
    if not modifier.otherwise:
        return reading
    return reading.because(f"{shown(modifier.word)} {modifier.otherwise}.", rank=reading.rank)


def _target(reading: Reading, modifier: Modifier, by: int) -> int:
    if reading.track in modifier.to:
        return min(reading.rank, modifier.to[reading.track])
    if by > 0:
        return min(max(reading.rank + by, modifier.floor), max(modifier.cap, reading.rank))
    return max(reading.rank + by, min(modifier.floor, reading.rank))
