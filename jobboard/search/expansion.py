"""From the words somebody typed to everything in the index that may be meant by each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from jobboard.search import fuzzy
from jobboard.search.families import DERIVED, INFLECTED
from jobboard.search.postings import Phrase, Postings
from jobboard.search.synonyms import LONGEST, SAME, Spoken, Synonyms
from jobboard.search.text import fold
from jobboard.search.tokens import is_signed, is_unspaced, signed_forms, words_of
from jobboard.search.words import CHATTER, HEADS, LEADERS, MODIFIERS

WRITTEN_APART, JOINED, INITIALS, CORRECTED, UNFINISHED, LIKELY_SLIP, ALONE = 0.95, 0.95, 0.7, 0.85, 0.8, 0.6, 0.6
MEANT = 0.7
"""From here on what stands for a word is a form or a spelling of it, or means the same, and is not only related."""
CERTAIN = ("title", "skills", "organization", "facts", "opening", "text")
MOST_UNFINISHED = 6
MUCH_LIKELIER = 30
"""The weight of a word from which on it is meant rather than one that stands in some text or other."""
HARDLY_A_TEXT, ONE_TITLE, MANY_TITLES = 3, 25, 400
"""The weights of a word up to which it may be a slip, in texts and in a title, and from which on it is meant rather
than one of a single title."""


@dataclass
class Slot:
    """One word wanted: the single words and phrases that stand for it, each with how well (0 to 1)."""

    written: str
    words: dict[str, float] = field(default_factory=dict)
    phrases: dict[Phrase, float] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    """Its forms and spellings, however little they mean alone."""
    corrected: str | None = None
    modifier: bool = False
    tied: bool = False
    leads: bool = False
    """Stands before "of" and is the post itself, not how senior: the head of marketing."""
    place: int = 0
    """Where in the query it stands, words that say nothing counted."""
    signed: bool = False
    """A name that its parts do not stand for (C++, 24/7), nor anything near it unless some document holds it."""

    @property
    def says_which(self) -> bool:
        """Whether it says which kind of post, not how senior or whose head."""
        return not self.modifier and not self.leads

    def add(self, word: str, weight: float) -> None:
        """Let ``word`` stand for this one, at the best weight it was given."""
        self.words[word] = max(weight, self.words.get(word, 0.0))

    def add_phrase(self, phrase: Phrase, weight: float) -> None:
        """Let a phrase stand for this word, at the best weight it was given."""
        self.phrases[phrase] = max(weight, self.phrases.get(phrase, 0.0))


class Expansion:
    """Reads queries against one index: its words decide what is known, meant or mistyped."""

    def __init__(self, postings: Postings, synonyms: Synonyms) -> None:
        self._postings = postings
        self._synonyms = synonyms
        self._language = synonyms.language

    def slots(self, terms: Iterable[str]) -> list[Slot]:
        """A slot for each word wanted, words like "jobs" left out unless there is nothing else."""
        slots = self._wanted(self._placed(terms))
        only_modifiers = all(slot.written in MODIFIERS for slot in slots)
        for slot in slots:
            is_head = slot is slots[-1] and slot.written in HEADS
            slot.modifier = slot.written in MODIFIERS and not only_modifiers and not (is_head or slot.leads)
        self._join(slots)
        for slot in slots:
            if not slot.signed:
                self._widen(slot)
            for leader in LEADERS if slot.leads else ():
                slot.add(leader, SAME)
            slot.own = frozenset(word for word, weight in slot.words.items() if weight >= MEANT)
        self._mean(slots)
        return slots

    def _placed(self, terms: Iterable[str]) -> list[Slot]:
        """A slot for each word of ``terms``, in its place."""
        slots: list[Slot] = []
        place = 0
        for term, after in pairwise([*terms, ""]):
            cut = self._cut(term)
            for step, slot in enumerate(cut):
                slot.place = place + step
                slot.leads = slot.written in LEADERS and fold(after) == "of"
            slots += cut
            place += max(len(cut), 1)
        return slots

    def _wanted(self, cut: list[Slot]) -> list[Slot]:
        """Without the words that only say "I am looking for a job", unless they are part of a name ("help desk")."""
        said = [slot.written for slot in cut]
        lengths = range(2, min(LONGEST, len(cut)) + 1)
        spans = ((start, start + n) for n in lengths for start in range(len(cut) - n + 1))
        named = {at for start, end in spans if self._synonyms.of(said[start:end]) for at in range(start, end)}
        return [slot for at, slot in enumerate(cut) if slot.written not in CHATTER or at in named] or cut

    def mentions(self, slot: Slot) -> bool:
        """Whether the index has a word itself, a form or a spelling of it, or what means the same."""
        meant = (word for word, weight in slot.words.items() if weight >= MEANT)
        phrases = [phrase for phrase, weight in slot.phrases.items() if weight >= MEANT]
        same = self._synonyms.of([slot.corrected or slot.written]).items()
        phrases += [self._phrase_of(meaning) for meaning, weight in same if weight >= SAME]
        return any(map(self._postings.holds, slot.own.union(meant))) or any(map(self._found, phrases))

    def has(self, slot: Slot) -> bool:
        """Whether the index has anything that stands for a word."""
        return any(map(self._postings.holds, slot.words)) or any(map(self._found, slot.phrases))

    def phrase(self, text: str) -> Phrase:
        """A quoted phrase: its words in this order, plural or not."""
        cut: dict[int, list[str]] = {}
        for word in words_of(text, brief=True, language=self._language):
            cut.setdefault(word.position, []).append(word.text)
        first = min(cut, default=0)
        return tuple((self.forms(forms[0]), place - first) for place, forms in sorted(cut.items()))

    def forms(self, word: str) -> tuple[str, ...]:
        """``word`` and its plural or singular where the index has them."""
        near = (other for other in self._postings.relatives(word) if self._language.closeness(word, other) >= INFLECTED)
        return tuple(sorted({word, *near}))

    def _sure_forms(self, word: str) -> tuple[str, ...]:
        """``word``, its plural, and the single words that mean the very same: manager, managers, mgr."""
        same = (said[0][0] for said, weight in self._synonyms.of([word]).items() if weight >= SAME and len(said) == 1)
        held = (other for other in same if self._postings.holds(other))
        return tuple(sorted({*self.forms(word), *held}))

    def _cut(self, term: str) -> list[Slot]:
        """One slot for a name like C++ or 24/7, one for each of plain words tied together (HIV/AIDS)."""
        if is_signed(term):
            return [self._signed(term)]
        forms = words_of(term, brief=True, language=self._language)
        pieces = dict.fromkeys(word.text for word in forms)
        if len(pieces) < 2:
            return [Slot(piece, {piece: 1.0}) for piece in pieces]
        if is_unspaced(term):
            phrase = self.phrase(term)
            return (
                [Slot(term, {}, {phrase: 1.0})]
                if self._found(phrase)
                else [Slot(piece, {piece: 1.0}) for piece in pieces]
            )
        whole = [word.text for word in forms if word.position == forms[0].position and self._is_whole(word.text, term)]
        apart = [word.text for word in forms if word.text not in whole]
        if not whole:
            return [Slot(piece, {piece: 1.0}) for piece in apart]
        return self._compound(whole, term) or [self._piece(piece, term) for piece in apart]

    def _piece(self, piece: str, term: str) -> Slot:
        """A part of ``term``, which no document has. Beside a lone letter it is a name: no "brief" for O'Brien."""
        if all(len(each) > 1 for each in _pieces(term)):
            return Slot(piece, {piece: 1.0})
        return Slot(piece, dict.fromkeys(self.forms(piece), 1.0), signed=True)

    @staticmethod
    def _signed(term: str) -> Slot:
        whole, apart = signed_forms(term)
        phrases: dict[Phrase, float] = (
            {tuple(((piece,), step) for step, piece in enumerate(apart)): 1.0} if apart else {}
        )
        return Slot(fold(term), dict.fromkeys(whole, 1.0), phrases, signed=True)

    @staticmethod
    def _is_whole(form: str, term: str) -> bool:
        return sum(char.isalnum() for char in form) == sum(char.isalnum() for char in term)

    def _compound(self, whole: Sequence[str], term: str) -> list[Slot]:
        slot = Slot(whole[0], {form: 1.0 for form in whole if self._postings.holds(form)})
        pieces = [word.text for word in words_of(" ".join(_pieces(term)), brief=True, language=self._language)]
        phrase = tuple(((piece,), step) for step, piece in enumerate(pieces))
        if len(pieces) > 1 and all(char.isalpha() or char in "-/ " for char in term) and self._found(phrase):
            slot.add_phrase(phrase, WRITTEN_APART)
        known = slot.words or slot.phrases or self._synonyms.knows(whole[0])
        return [slot] if known else []

    def _found(self, phrase: Phrase) -> bool:
        return any(self._postings.phrase(field, phrase) for field in CERTAIN)

    def _join(self, slots: Sequence[Slot]) -> None:
        """ "fire fighter" also finds "firefighter"."""
        for one, other in pairwise(slots):
            joined = one.written + other.written
            if one.written.isalpha() and other.written.isalpha() and self._postings.holds(joined, CERTAIN):
                for slot in (one, other):
                    self._add_family(slot, joined, JOINED)

    def _widen(self, slot: Slot) -> None:
        """Forms of the word; for a word the index has not, what it may have been meant to be."""
        word = slot.written
        known = self._postings.holds(word, CERTAIN)
        family = self._add_family(slot, word, 1.0)
        if known:
            self._doubt(slot)
            return
        if slot.phrases or slot.modifier or self._synonyms.knows(word):
            return
        if family:
            self._finish(slot)
            self._correct(slot, only_named=True)
        else:
            self._guess(slot)

    def _add_family(self, slot: Slot, word: str, weight: float) -> bool:
        near = {other: self._language.closeness(word, other) for other in self._postings.relatives(word)}
        for other, close in near.items():
            if close:
                slot.add(other, close * weight)
        return any(close >= DERIVED for close in near.values())

    def _guess(self, slot: Slot) -> None:
        """The word split in two, begun, or mistyped, in this order of trust."""
        word = slot.written
        for at in range(3, len(word) - 2) if word.isalpha() else ():
            phrase = (((word[:at],), 0), ((word[at:],), 1))
            if self._found(phrase):
                slot.add_phrase(phrase, WRITTEN_APART)
        if slot.phrases:
            return
        if not self._finish(slot):
            self._correct(slot, only_named=False)

    def _finish(self, slot: Slot) -> bool:
        """Let the words it is the beginning of stand for a word; whether there are any."""
        word = slot.written
        begun = self._postings.starting_with(word)[:MOST_UNFINISHED] if len(word) >= 4 else []
        for other in begun:
            slot.add(other, UNFINISHED)
        return bool(begun)

    def _correct(self, slot: Slot, *, only_named: bool) -> None:
        """Let the nearest words stand for a slip; for a word that has relatives, only one that names a job. What is
        spelled as a word of the synonyms is none."""
        if slot.written in self._synonyms.vocabulary:
            return
        known = [*(segment.vocabulary for segment, _ in self._postings.segments), self._synonyms.vocabulary]
        meant = fuzzy.nearest(slot.written, known)
        if not meant and self._language.sounds_known:
            meant = fuzzy.by_ear(slot.written, known)
        if only_named:
            meant = [other for other in meant if self._postings.holds(other, ("title", "skills"))]
        meant = list(dict.fromkeys([*filter(None, map(self._likelier, meant)), *meant]))
        for rank, other in enumerate(meant):
            self._add_family(slot, other, CORRECTED if not rank else LIKELY_SLIP)
        if meant:
            slot.corrected = meant[0]

    def _doubt(self, slot: Slot) -> None:
        """A word of the index may be a slip too."""
        other = self._likelier(slot.written)
        if other:
            self._add_family(slot, other, LIKELY_SLIP)
            slot.corrected = other

    def _likelier(self, word: str) -> str | None:
        """The word of many titles that is one letter from ``word``, which stands in hardly a text or in one title. What
        is only longer or shorter is a word of its own: directory, director."""
        weight = self._postings.weight(word)
        named = self._postings.holds(word, ("title", "skills"))
        if len(word) < 5 or weight > (ONE_TITLE if named else HARDLY_A_TEXT) or self._synonyms.knows(word):
            return None
        vocabulary = (segment.vocabulary for segment, _ in self._postings.segments)
        meant = fuzzy.nearest(word, vocabulary, limit=min(1, fuzzy.slips(word)))[:1]
        least = MANY_TITLES if named else MUCH_LIKELIER
        likelier = (other for other in meant if self._postings.weight(other) >= least and self._is_apart(word, other))
        return next(likelier, None)

    def _is_apart(self, word: str, other: str) -> bool:
        """Whether neither is a form or the beginning of the other."""
        begins = word.startswith(other) or other.startswith(word)
        return not begins and self._language.closeness(word, other) == 0

    def _mean(self, slots: Sequence[Slot]) -> None:
        """Synonyms and initials of every run of words, given to each word of the run; longer runs first."""
        said = [slot.corrected or slot.written for slot in slots]
        lengths = range(min(LONGEST, len(slots)), 0, -1)
        for start, end in ((start, start + n) for n in lengths for start in range(len(slots) - n + 1)):
            run = slots[start:end]
            meanings = self._synonyms.of(said[start:end])
            if meanings and len(run) > 1:
                self._tie(run, said[start:end])
            trust = CORRECTED if any(slot.corrected for slot in run) else 1.0
            trust *= ALONE if len(run) == 1 and run[0].tied else 1.0
            for meaning, weight in meanings.items():
                self._add_meaning(self._open_to(run, weight), meaning, weight * trust)
            self._add_initials(run, said[start:end])

    def _tie(self, run: Sequence[Slot], said: Sequence[str]) -> None:
        """A run with a meaning of its own ("social worker"): its words mean less when they stand alone."""
        forms = [self._sure_forms(word) for word in said]
        together = tuple(zip(forms, range(len(run)), strict=True))
        as_typed = tuple((form, slot.place - run[0].place) for form, slot in zip(forms, run, strict=True))
        for slot in run:
            if slot.signed:
                continue
            if not slot.tied:
                slot.words = {word: weight * ALONE for word, weight in slot.words.items()}
            slot.tied = True
            slot.add_phrase(together, 1.0)
            slot.add_phrase(as_typed, 1.0)

    def _add_meaning(self, run: Sequence[Slot], meaning: Spoken, weight: float) -> None:
        if len(meaning) == 1:
            for slot in run:
                self._add_family(slot, meaning[0][0], weight)
            return
        phrase = self._phrase_of(meaning)
        if self._found(phrase):
            for slot in run:
                slot.add_phrase(phrase, weight)

    def _phrase_of(self, meaning: Spoken) -> Phrase:
        return tuple((self._sure_forms(word), place) for word, place in meaning)

    def _open_to(self, run: Sequence[Slot], weight: float) -> list[Slot]:
        """The slots of ``run`` that its meaning may stand for. For a signed name nobody holds that is only what means
        the very same: a page of what is merely near would hide that there is none."""
        alone = len(run) == 1
        return [slot for slot in run if not slot.signed or (alone and (weight >= SAME or self.has(slot)))]

    def _add_initials(self, run: Sequence[Slot], said: Sequence[str]) -> None:
        short = "".join(word[0] for word in said)
        if len(run) >= 3 and self._postings.holds(short, ("title", "skills")):
            for slot in run:
                if not slot.signed:
                    slot.add(short, INITIALS)


def _pieces(term: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in term).split()
