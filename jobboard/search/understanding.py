"""Words of a query that are facts about a job, read as filters: "remote nurse in Leeds over 40k".

What is read is a guess that the person sees and can take back, so it is only made where the words can hardly be part of
a title or a name. The words are in ``understood.toml``; pay is read by ``pay_words``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

from jobboard.search.language import ENGLISH, Language
from jobboard.search.pay_words import PayBound, Said, pays_in
from jobboard.search.query import LONGEST_QUERY
from jobboard.search.text import fold
from jobboard.search.tokens import words_of
from jobboard.search.words import CHATTER, NAMES, STOP, read_table

KILOMETRES = {"mi": 1.609344, "km": 1.0}
"""Kilometres of one unit of distance."""

_TABLE = read_table("understood.toml")
_DENIED_BY = frozenset(_TABLE["denied_by"])
_LACKED = frozenset(_TABLE["lacked"])
_HERE = frozenset(_TABLE["here"]) | STOP | CHATTER
_DENIED_WORD = re.compile(rf"(?<!\S)(?:{'|'.join(sorted(_DENIED_BY))})\s+(?P<word>[^\W\d_]+)(?=[\s,]|\Z)")
_TAKEN = "\0"
"""Stands in for characters that were read already, or may not be: what is quoted or excluded."""
_LEFT_ALONE = re.compile(r"""["“„«][^"“”„«»]*["”»]?|(?<!\S)[-−–]\S+""")
_NEXT_WORD = re.compile(r"[\s,]*([^\s,\0]*)")
_LAST_WORD = re.compile(r"([^\s,\0]*)[\s,-]*\Z")
_DISTANCE = (
    r"(?P<within>within\s+(?:an?\s+)?)?(?P<number>\d{1,3})[\s-]*(?P<unit>miles?|mi|km|kilomet(?:re|er)s?)(?:\s+radius)?"
)
_NEAR = r"based\s+in|close\s+to|near\s+to|near|around|in"
_WHERE = re.compile(rf"(?<![\w-])(?:{_DISTANCE}\s+(?:of|from|around)|{_NEAR})\s+(?=[^\W_])", re.IGNORECASE)
_FAR_BEHIND = re.compile(rf"[\s,]+{_DISTANCE}(?:\s+away)?(?![\w-]|\s+(?:of|from|around)\b)", re.IGNORECASE)
_LED_IN = re.compile(rf"(?<![\w-])(?:{_NEAR})\s+\Z", re.IGNORECASE)
_PLACE_WORD = re.compile(r"\s*,?\s*([^\W_][\w.'’-]*)")
_SINCE = re.compile(
    r"(?<![\w-])(?P<said>(?:(?:new|latest|recent)\s+)?(?:(?:jobs?|roles?|vacancies)\s+)?"
    r"(?:(?:posted|added|listed|advertised|published|new)\s+)?(?:(?:in|within|over|during|from|since)\s+)?(?:the\s+)?)"
    r"(?:(?:last|past)\s+(?:(?P<number>\d{1,2})\s+)?(?P<unit>hour|day|week|fortnight|month)s?"
    r"|this\s+(?P<this>week|month)|(?P<day>today|yesterday))(?![\w-])",
    re.IGNORECASE,
)
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14, "month": 30, "today": 1, "yesterday": 1}
_MOST_DAYS = 31
_LAST_WORDS = re.compile(rf"(?:\s+(?:{'|'.join(_TABLE['nouns'])}))?[\s.,{_TAKEN}]*\Z", re.IGNORECASE)
_ANOTHER = re.compile(r"\s*(?:,|/|\bor\b|\band\b)\s*", re.IGNORECASE)
_MOST_PLACE_WORDS = 4
_DANGLING = (STOP - NAMES) | {"based", "paying", "pay", "salary", *_TABLE["nouns"]}


@dataclass(frozen=True)
class Understood:
    """A query's words without those that are facts, and the facts.

    ``filters`` has keys of ``query.FACETS``; ``least_pay`` and ``most_pay`` bound the pay; ``foreign_pay`` is one in
    another currency than pay is compared in, as it was typed; ``kilometres`` is how far from ``place``, where that was
    said; ``days`` is how long ago a job was posted at most.
    """

    text: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    least_pay: PayBound | None = None
    most_pay: PayBound | None = None
    foreign_pay: str = ""
    place: str = ""
    kilometres: float | None = None
    days: int | None = None

    def __bool__(self) -> bool:
        pay = self.least_pay or self.most_pay or self.foreign_pay
        return bool(self.filters or pay or self.place or self.days)


def says_nothing(text: str, language: Language = ENGLISH) -> bool:
    """Whether ``text`` has no word that a job could be found by: signs, a web address, "the" in English."""
    return not words_of(text, brief=True, language=language)


def denies(text: str) -> bool:
    """Whether a word of ``text`` says that something is lacked, or not wanted: "nurse without degree"."""
    return not _DENIED_BY.isdisjoint(text.lower().split())


def nowhere(_name: str) -> bool:
    """No name is a place's."""
    return False


def understand(
    text: str,
    *,
    currency: str = "",
    is_place: Callable[[str], bool] = nowhere,
    has_jobs: Callable[[str], bool] = nowhere,
    language: Language = ENGLISH,
) -> Understood:
    """Read ``text``, of which the first 200 characters count. What is quoted or excluded is left as it is.

    ``currency`` is that which pay is compared in (ISO 4217); ``is_place`` says whether up to four words that follow
    "in" or "near", or stand before a distance, are the name of a place, ``has_jobs`` whether the last words are that
    of a place with open jobs ("nurse leeds"); whatever stands behind "within 10 miles of" is a place, known or not,
    unless ``is_place`` is ``nowhere``. ``language`` is that of the jobs, whose common words ask for nothing. Reading
    ``Understood.text`` once more finds nothing.
    """
    wheres = (_named_before_distance(is_place), _whereabouts(is_place))
    readers = (_pay(currency), _since, *wheres, *_WORDED, _unknown_place(is_place), _last_place(has_jobs))
    return _understood(text, readers, language)


def understand_bounds(
    text: str,
    *,
    currency: str = "",
    is_place: Callable[[str], bool] = nowhere,
    has_jobs: Callable[[str], bool] = nowhere,
    language: Language = ENGLISH,
) -> Understood:
    """``understand``, but only pay, place and age: what else is a fact, a posting may as well say in its own words."""
    wheres = (_named_before_distance(is_place), _whereabouts(is_place), _unknown_place(is_place), _last_place(has_jobs))
    return _understood(text, (_pay(currency), _since, *wheres), language)


class Denied(NamedTuple):
    """A ``word`` that is denied in words alone, and the whole ``text`` with a minus in place of what denies it."""

    word: str
    text: str
    phrase: str
    """What it was denied by and the word, as they may stand in a posting: "no experience"."""


def denied(text: str) -> Denied | None:
    """The first word of ``text`` behind "not", "no" or the like in small letters, which leave out nothing: "not sales".
    What people lack ("no experience") only where nothing else is denied.
    None for what is quoted or excluded."""
    left = _LEFT_ALONE.sub(lambda match: _TAKEN * len(match[0]), text)
    matches = [match for match in _DENIED_WORD.finditer(left) if match["word"].islower()]
    wanted = [match for match in matches if match["word"] not in _LACKED | STOP | CHATTER]
    lacked = [match for match in matches if match["word"] in _LACKED]
    for match in wanted or lacked:
        without = f"{text[: match.start()]}-{text[match.start('word') :]}"
        return Denied(match["word"], without, " ".join(match[0].split()))
    return None


def phrases_of(filters: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The words that are read as any of ``filters``: "wfh" and "work from home" for remote work."""
    rows = (row for row in _TABLE["fact"] if row["value"] in filters.get(row["facet"], ()))
    return tuple(phrase for row in rows for phrase in row["phrases"])


class _Fact(NamedTuple):
    """One fact and where its words stand."""

    start: int
    end: int
    facet: str = ""
    value: str = ""
    pay: Said | None = None
    place: str = ""
    kilometres: float | None = None
    days: int | None = None


_Reader = Callable[[str], Iterable[_Fact]]


def _understood(text: str, readers: tuple[_Reader, ...], language: Language) -> Understood:
    given = text[:LONGEST_QUERY].replace(_TAKEN, " ")
    facts = list(_facts(given, readers))
    if not facts:
        return Understood("" if _asks_nothing(given, language) else text)
    return _together(facts, _understood(_without(given, facts), readers, language))


def _facts(text: str, readers: Iterable[_Reader]) -> Iterator[_Fact]:
    """The facts in ``text``, none of whose words overlap: the first pay, the first place, any number of others."""
    left = _LEFT_ALONE.sub(lambda match: _TAKEN * len(match[0]), text)
    for read in readers:
        for fact in read(left):
            left = left[: fact.start] + _TAKEN * (fact.end - fact.start) + left[fact.end :]
            yield fact


def _pay(currency: str) -> _Reader:
    def read(text: str) -> list[_Fact]:
        return [_Fact(said.start, said.end, pay=said) for said in pays_in(text, currency=currency)][:1]

    return read


def _nothing(_text: str) -> list[_Fact]:
    return []


def _since(text: str) -> list[_Fact]:
    """How long ago: "posted this week", "in the last 3 days". "Today" alone is as well the end of a name."""
    for match in _SINCE.finditer(text):
        unit = (match["unit"] or match["this"] or match["day"]).lower()
        days = max(1, round(int(match["number"] or 1) * _DAYS[unit]))
        if days <= _MOST_DAYS and (match["said"] or not match["day"]):
            return [_Fact(*match.span(), days=days)]
    return []


def _last_place(has_jobs: Callable[[str], bool]) -> _Reader:
    def read(text: str) -> list[_Fact]:
        start, end = _last_name(text, has_jobs)
        before = text[:start].rstrip()
        if start == end or _belongs_to_a_name(before):
            return []
        if before.endswith(","):
            another, its_end = _last_name(before, has_jobs)
            if another < its_end:
                return []  # of two places a search has no room for either
        return [_Fact(start, end, place=text[start:end])]

    return read


def _last_name(text: str, is_name: Callable[[str], bool]) -> tuple[int, int]:
    """Where the longest name begins and ends that the last words are, words like "jobs" left out; nowhere for none."""
    match = _LAST_WORDS.search(text)
    end = match.start() if match else len(text)
    words = list(_PLACE_WORD.finditer(text, text.rfind(_TAKEN, 0, end) + 1, end))[-_MOST_PLACE_WORDS:]
    return next((word.start(1) for word in words if is_name(text[word.start(1) : end])), end), end


def _belongs_to_a_name(before: str) -> bool:
    """Whether what stands before a place makes it a part of a name ("City of York") or one of several."""
    last = before.split()[-1:]
    return bool(last) and (last[0].lower() in STOP or last[0][-1] in "&/-+")


def _whereabouts(is_place: Callable[[str], bool]) -> _Reader:
    def read(text: str) -> list[_Fact]:
        found = (_place_after(match, text, is_place) for match in _WHERE.finditer(text))
        return [fact for fact in found if fact][:1]

    return read


def _named_before_distance(is_place: Callable[[str], bool]) -> _Reader:
    """Reads "leeds 5 miles" and "in Leeds, within 5 miles"."""

    def read(text: str) -> list[_Fact]:
        for match in _FAR_BEHIND.finditer(text):
            start, end = _last_name(text[: match.start()], is_place)
            led_in = _LED_IN.search(text, 0, start)
            if start < end and (led_in or not _belongs_to_a_name(text[:start])):
                whole = led_in.start() if led_in else start
                return [_Fact(whole, match.end(), place=text[start:end], kilometres=_kilometres(match))]
        return []

    return read


def _unknown_place(is_place: Callable[[str], bool]) -> _Reader:
    """Reads a place that nobody knows behind "within 10 miles of": the capitalised words there, or the last ones."""

    def read(text: str) -> list[_Fact]:
        matches = (match for match in _WHERE.finditer(text) if match["within"])
        found = (_unknown_after(match, text) for match in matches if _place_end(text, match.end(), is_place) is None)
        return [fact for fact in found if fact][:1]

    return read if is_place is not nowhere else _nothing


def _unknown_after(match: re.Match[str], text: str) -> _Fact | None:
    words = [text[start:end] for start, end in pairwise((match.end(), *_word_ends(text, match.end())))]
    first = words[0].strip(" ,").lower() if words else ""
    if not words or first in _HERE:
        return None
    named = list(takewhile(lambda word: word.strip(" ,")[:1].isupper(), words)) or words
    name = "".join(named)
    return _Fact(match.start(), match.end() + len(name), place=name.rstrip(" .,"), kilometres=_kilometres(match))


def _place_after(match: re.Match[str], text: str, is_place: Callable[[str], bool]) -> _Fact | None:
    """The place that stands behind "in" or "near". Of two ("in Leeds or York") a search has no room for either."""
    end = _place_end(text, match.end(), is_place)
    if end is None:
        return None
    another = _ANOTHER.match(text, end)
    if another and _place_end(text, another.end(), is_place) is not None:
        return None
    name = text[match.end() : end].rstrip(" .,")
    return _Fact(match.start(), end, place=name, kilometres=_kilometres(match))


def _place_end(text: str, start: int, is_place: Callable[[str], bool]) -> int | None:
    """Where the longest name of a place ends that begins at ``start``."""
    ends = _word_ends(text, start)
    return next((end for end in reversed(ends) if is_place(text[start:end].rstrip(" .,"))), None)


def _word_ends(text: str, start: int) -> list[int]:
    ends: list[int] = []
    word = _PLACE_WORD.match(text, start)
    while word and len(ends) < _MOST_PLACE_WORDS:
        ends.append(word.end())
        word = _PLACE_WORD.match(text, word.end())
    return ends


def _kilometres(match: re.Match[str]) -> float | None:
    if not match["number"]:
        return None
    return int(match["number"]) * KILOMETRES["mi" if match["unit"].lower().startswith("mi") else "km"]


def _worded(row: Mapping[str, Any]) -> _Reader:
    """Reads one row of the table."""
    phrases = sorted(row["phrases"], key=len, reverse=True)
    spelled = "|".join(r"[\s-]*".join(map(re.escape, re.split("[ -]", phrase))) for phrase in phrases)
    pattern = re.compile(rf"(?<![\w-])(?:{spelled})(?![\w-])", re.IGNORECASE)
    before = frozenset(row.get("before", ()))
    only_before = frozenset(_TABLE[row["only_before"]] if "only_before" in row else ())

    def is_fact(match: re.Match[str]) -> bool:
        following = _NEXT_WORD.match(match.string, match.end())
        preceding = _LAST_WORD.search(match.string[: match.start()])
        word = following[1].lower() if following else ""
        if word in before or (only_before and word not in only_before):
            return False
        return not preceding or preceding[1].lower() not in _DENIED_BY

    def read(text: str) -> list[_Fact]:
        found = (match for match in pattern.finditer(text) if is_fact(match))
        return [_Fact(*match.span(), facet=row["facet"], value=row["value"]) for match in found]

    return read


_WORDED = tuple(map(_worded, _TABLE["fact"]))


def _without(text: str, facts: Iterable[_Fact]) -> str:
    """What is left of ``text``, without joining words that have lost what they joined."""
    for fact in sorted(facts, reverse=True):
        text = f"{text[: fact.start]} {text[fact.end :]}"
    words = text.split()
    while words and _is_dangling(words[0]) and words[0].lower() not in _DENIED_BY:
        del words[0]
    while words and _is_dangling(words[-1]):
        del words[-1]
    return "" if all(word.lower() in CHATTER for word in words) else " ".join(words).rstrip(" ,;")


def _asks_nothing(text: str, language: Language) -> bool:
    """Whether no word says what is looked for: "jobs", "find work near me", "***"."""
    common = CHATTER | (language.stop - NAMES)
    return says_nothing(text, language) or all(fold(word) in common for word in text.split())


def _is_dangling(word: str) -> bool:
    return word.lower() in _DANGLING or not any(char.isalnum() for char in word)


def _together(facts: Iterable[_Fact], more: Understood) -> Understood:
    """The facts, and those that were only seen once they were out of the way; of two places or pays the former."""
    filters: dict[str, tuple[str, ...]] = {}
    changes: dict[str, Any] = {}
    for fact in facts:
        if fact.facet:
            filters[fact.facet] = _one_each(*filters.get(fact.facet, ()), fact.value)
        elif fact.pay:
            said = {"least_pay": fact.pay.least, "most_pay": fact.pay.most, "foreign_pay": fact.pay.foreign}
            changes |= {name: value for name, value in said.items() if value}
        elif fact.days:
            changes["days"] = fact.days
        else:
            changes |= {"place": fact.place, "kilometres": fact.kilometres}
    for facet, values in more.filters.items():
        filters[facet] = _one_each(*filters.get(facet, ()), *values)
    return replace(more, filters=filters, **changes)


def _one_each(*values: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
