"""How well each document answers: BM25 a field, titles above all, whole answers above partial ones."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jobboard.search.bits import Members
from jobboard.search.columns import Columns
from jobboard.search.expansion import Slot
from jobboard.search.families import DERIVED
from jobboard.search.postings import Frequencies, Phrase, Postings
from jobboard.search.words import GENERIC, MODIFIERS, STOP

SATURATION = 1.2
FRESH_FOR_DAYS = 30.0


@dataclass(frozen=True)
class FieldWeight:
    """How much a field's words count, how much its length matters, how surely it says what the job is."""

    boost: float
    length: float
    trust: float


FIELD_WEIGHTS: Mapping[str, FieldWeight] = {
    "title": FieldWeight(4.0, 0.4, 1.0),
    "skills": FieldWeight(1.8, 0.4, 0.9),
    "initials": FieldWeight(2.0, 0.0, 0.9),
    "organization": FieldWeight(1.0, 0.2, 0.7),
    "facts": FieldWeight(1.0, 0.2, 0.7),
    "opening": FieldWeight(1.3, 0.3, 0.8),
    "text": FieldWeight(0.8, 0.75, 0.5),
}
MODIFIER_WEIGHT, GENERIC_WEIGHT = 0.7, 0.75
PARTIAL = 0.25
"""The share of its score a document keeps however little of the query it answers."""
ENOUGH = 0.4
"""The share of a query (rare words weigh more) a document without any of it in its title must answer."""
ASIDE = 0.8
"""What a word counts that stands only where a title says whose or where the job is ("Clerk, Office of the Mayor")."""
NEXT_TO_NOTHING = 0.2
"""Below this share of a query even the nearest document is no answer."""
IN_TITLE = 0.4
"""How well a title must stand for a word to answer it."""
TITLE_BONUS, EXACT_BONUS, BESIDE_BONUS, NEAR_BONUS, FRESH_BONUS = 3.0, 1.5, 0.6, 0.35, 0.03


class Matched:
    """Where one slot was found: by field and document, how well it is stood for and how often."""

    def __init__(self, slot: Slot, postings: Postings) -> None:
        self.slot = slot
        self.weight = MODIFIER_WEIGHT if slot.modifier else GENERIC_WEIGHT if slot.written in GENERIC else 1.0
        self.found: dict[str, dict[int, tuple[float, int]]] = {}
        self.rarity: dict[str, float] = {}
        in_titles = postings.holds(slot.written, ("title",))
        for field in FIELD_WEIGHTS:
            if field == "initials" and (in_titles or len(slot.written) < 3):
                continue
            self.found[field] = _gathered(_sources(slot, field, postings))
            self.rarity[field] = rarity(len(self.found[field]), postings.live)
        self.known = any(self.found.values())
        spoken = [self.rarity[field] for field, having in self.found.items() if having]
        self.importance = self.weight * (max(spoken) if spoken else rarity(0, postings.live))

    def in_title(self, number: int) -> float:
        """How well the title stands for the word, 0 to 1; "part time" in the facts is as good as in the title."""
        best = self.found["title"].get(number, (0.0, 0))[0]
        return max(best, self.found["facts"].get(number, (0.0, 0))[0]) if self.slot.modifier else best

    def names(self, word: str) -> bool:
        """Whether ``word`` stands for this one, alone or as a part of a phrase."""
        if self.slot.words.get(word, 0.0) >= IN_TITLE:
            return True
        return any(word in forms for phrase in self.slot.phrases for forms, _ in phrase)


def rarity(holders: int, live: int) -> float:
    """How much a word says that ``holders`` of ``live`` documents have."""
    return math.log(1 + max(live - holders + 0.5, 0.0) / (holders + 0.5))


def _sources(slot: Slot, field: str, postings: Postings) -> Iterable[tuple[float, Frequencies]]:
    if field == "initials":
        return [(1.0, postings.frequencies(field, slot.written))]
    words = [(weight, postings.frequencies(field, word)) for word, weight in slot.words.items()]
    return words + [(weight, postings.phrase(field, phrase)) for phrase, weight in slot.phrases.items()]


def _gathered(sources: Iterable[tuple[float, Frequencies]]) -> dict[int, tuple[float, int]]:
    found: dict[int, tuple[float, int]] = {}
    for weight, frequencies in sorted((item for item in sources if item[1]), key=lambda item: -item[0]):
        for number, count in frequencies.items():
            best, before = found.get(number, (weight, 0))
            found[number] = (best, before + count)
    return found


class Ranking:
    """The scores of one query over one index. A document without a score is no answer."""

    def __init__(self, slots: Sequence[Slot], postings: Postings, columns: Columns) -> None:
        self._postings = postings
        self._columns = columns
        self._matched = [Matched(slot, postings) for slot in slots]
        self._whole = sum(matched.importance for matched in self._matched) or 1.0

    def scores(self, *, within: Members, all_of_it: bool, now: float) -> dict[int, float]:
        """The answers among ``within`` (all of it when a phrase decided already), freshness a mild tie-breaker."""
        text = self._text_scores()
        answered = self._answered()
        near = {number: answered[number] for number in text if number in within}
        answers = [number for number, share in near.items() if all_of_it or self._is_answer(number, share)]
        scores: dict[int, float] = {}
        for number in answers or self._nearest_misses(near):
            scores[number] = text[number] * (PARTIAL + (1 - PARTIAL) * near[number]) + self._title_score(number)
        self._add_nearness(scores)
        return {number: score * self._freshness(number, now) for number, score in scores.items()}

    def _text_scores(self) -> dict[int, float]:
        scores: dict[int, float] = defaultdict(float)
        for matched in self._matched:
            for field in matched.found:
                self._add_field(scores, matched, field)
        return scores

    def _add_field(self, scores: dict[int, float], matched: Matched, field: str) -> None:
        weights = FIELD_WEIGHTS[field]
        worth = weights.boost * matched.rarity[field] * matched.weight
        lengths = self._postings.lengths[field]
        flat = SATURATION * (1 - weights.length)
        slope = SATURATION * weights.length / self._postings.average[field]
        for number, (best, count) in matched.found[field].items():
            norm = flat + slope * lengths[number]
            scores[number] += worth * best * count * (1 + SATURATION) / (count + norm)

    def _answered(self) -> dict[int, float]:
        """Which share of the query each document answers, rare words weighing more, titles trusted most."""
        answered: dict[int, float] = defaultdict(float)
        for matched in self._matched:
            best: dict[int, float] = {}
            top = max(matched.rarity.values())
            for field, having in matched.found.items():
                trust = FIELD_WEIGHTS[field].trust * min(1.0, matched.rarity[field] / top)
                trust = max(trust, FIELD_WEIGHTS[field].trust * 0.15)
                for number, (weight, _) in having.items():
                    best[number] = max(best.get(number, 0.0), trust * weight)
            for number, part in best.items():
                answered[number] += part * matched.importance / self._whole
        return answered

    def _is_answer(self, number: int, share: float) -> bool:
        """Whether a document has enough of the query not to be noise: a word of its title, or much of the rest."""
        content = [matched for matched in self._matched if not matched.slot.modifier]
        if share >= ENOUGH or any(matched.in_title(number) >= IN_TITLE for matched in content):
            return any(number in having for matched in content for having in matched.found.values())
        if len(self._matched) > 1:
            return False
        return any(having.get(number, (0.0, 0))[0] >= DERIVED for having in self._matched[0].found.values())

    def _nearest_misses(self, near: Mapping[int, float]) -> list[int]:
        """Where nothing is a good answer: what answers most of a long query, if it is not next to nothing."""
        content = [matched for matched in self._matched if not matched.slot.modifier]
        least = max(NEXT_TO_NOTHING, 0.6 * max(near.values(), default=0.0))
        close = (number for number, share in near.items() if share >= least)
        return [n for n in close if any(n in having for matched in content for having in matched.found.values())]

    def _title_score(self, number: int) -> float:
        """How much of the query the title holds, and how much of the title is the query."""
        title, main = self._columns.title(number)
        front = [word for word, place in title if place < main]
        held = 0.0
        for matched in self._matched:
            part = matched.in_title(number) * matched.importance
            held += part if not part or any(map(matched.names, front)) else part * ASIDE
        share = held / self._whole
        if not share:
            return 0.0
        whole = self._covered(title)
        covered = 0.7 * self._covered([(word, place) for word, place in title if place < main]) + 0.3 * whole
        exact = EXACT_BONUS if share > 0.9 and whole > 0.99 else 0.0
        beside = BESIDE_BONUS * self._beside(title)
        return self._whole * share * share * (TITLE_BONUS * (0.6 + 0.4 * covered) + exact + beside)

    def _covered(self, title: Sequence[tuple[str, int]]) -> float:
        """The share of the title's own words the query names; how senior it is counts half."""
        total = named = 0.0
        for word in {place: word for word, place in reversed(title)}.values():
            worth = 0.5 if word in MODIFIERS else 1.0
            total += worth
            if word in STOP or any(matched.names(word) for matched in self._matched):
                named += worth
        return named / total if total else 0.0

    def _beside(self, title: Sequence[tuple[str, int]]) -> float:
        """The share of the query's neighbours that are neighbours in the title, in the same order."""
        pairs = list(pairwise(self._matched))
        if not pairs:
            return 0.0
        places = [{place for word, place in title if word in m.slot.words} for m in self._matched]
        beside = sum(any(place + 1 in after for place in before) for before, after in pairwise(places))
        return beside / len(pairs)

    def _add_nearness(self, scores: dict[int, float]) -> None:
        """Words that stand beside each other in the query count more where they do in the text as well."""
        for one, other in pairwise(self._matched):
            phrase: Phrase = ((_close_forms(one.slot), 0), (_close_forms(other.slot), 1))
            for field in ("opening", "text"):
                having = self._postings.phrase(field, phrase)
                worth = NEAR_BONUS * rarity(len(having), self._postings.live) * min(one.weight, other.weight)
                for number, count in having.items():
                    if number in scores:
                        scores[number] += worth * (1 + math.log(count))

    def _freshness(self, number: int, now: float) -> float:
        age = max(now - self._columns.posted(number), 0.0) / 86_400
        return 1 + FRESH_BONUS * 2 ** (-age / FRESH_FOR_DAYS)


def _close_forms(slot: Slot) -> tuple[str, ...]:
    return tuple(sorted(word for word, weight in slot.words.items() if weight >= 0.8))
