"""Words that tend to turn people away by age, origin or sex, each with the reason and a better wording: in a posting,
and in what people are asked or rated by, where more of them count.

It reads the table ``wording.toml`` and blocks nothing: a person decides. The only thing it never flags is a least, such
as “at least 5 years” or “over 18”.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jobboard.jobs.models import Job

MOST = 20
"""Flags of one text at most."""

_LONGEST = 100_000
_PIECE = re.compile(r"[^\W\d_]+")
_NEAR = 200
_YEARS = frozenset({"year", "years"})
_NUMBER = (
    r"(?:\d{1,3}\+?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"eighteen|twenty|thirty|forty|fifty|sixty)"
)
_AGE = r"(?:2[5-9]|[3-6]\d|(?:twenty|thirty|forty|fifty|sixty)[-\s]five|thirty|forty|fifty|sixty)"
_CALENDAR_YEAR = r"(?:19|20)\d\d"
_CLAUSE_ENDS = r"(?=[^\S\n]*(?:[,.](?!\d)|[;:!?)\n]|$))"
_BREAK = re.compile(r"[;!?()\n]|[.,](?!\d)")


@dataclass(frozen=True, slots=True)
class Flag:
    """One wording as it stands in the text, the form's ``field`` it stands in, why it is doubtful, and what to write.
    ``instead`` can be put in its place as it is, where there is such a wording."""

    field: str
    words: str
    why: str
    better: str
    instead: str

    @property
    def key(self) -> str:
        """Tells it from the other flags of a posting."""
        return f"{self.field}:{self.words.casefold()}"


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One wording: the words without which it cannot be there, and how it is found."""

    needs: frozenset[str]
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    why: str
    better: str
    instead: str


def doubtful_words(texts: Mapping[str, str]) -> list[Flag]:
    """What to reconsider in the texts of a posting by field, in their order, each wording once and at most ``MOST``."""
    return _found(texts, _phrases("word"))


def doubtful_to_ask(texts: Mapping[str, str]) -> list[Flag]:
    """The same for what people are asked, or rated by: there a family or a look is no part of the work either."""
    return _found(texts, _phrases("asked") + _phrases("word"))


def _found(texts: Mapping[str, str], phrases: Sequence[_Phrase]) -> list[Flag]:
    found: dict[str, Flag] = {}
    for field, text in texts.items():
        for flag in _in(field, text[:_LONGEST], phrases):
            found.setdefault(flag.key, flag)
    return list(found.values())[:MOST]


def reworded(text: str, flag: Flag) -> str:
    """The text with what to write instead wherever the doubtful words stand. A capital letter stays one."""

    def better(said: re.Match[str]) -> str:
        return flag.instead[:1].upper() + flag.instead[1:] if said[0][:1].isupper() else flag.instead

    return _any_of(flag.words).sub(better, text)


def texts_of(job: Job) -> dict[str, str]:
    """What a stored job says, by the fields of its form. Requirements must be loaded."""
    asked = "\n".join(row.text for row in job.requirements)
    long = [job.description, job.responsibilities, job.qualifications]
    return {"title": job.title, "description": "\n".join(filter(None, long)), "requirements": asked}


def _in(field: str, text: str, phrases: Sequence[_Phrase]) -> Iterator[Flag]:
    there = frozenset(_PIECE.findall(text.casefold()))
    likely = (phrase for phrase in phrases if phrase.needs <= there)
    hits = [(place.span(), phrase, place[0]) for phrase in likely for place in _meant(phrase, text)]
    end = 0
    for (start, stop), phrase, said in sorted(hits, key=lambda hit: (hit[0][0], -hit[0][1])):
        if start >= end:
            words, end = " ".join(said.split()), stop
            yield Flag(field, words, phrase.why, _filled(phrase.better, words), _filled(phrase.instead, words))


def _meant(phrase: _Phrase, text: str) -> Iterator[re.Match[str]]:
    """Where it stands, but for clauses that speak of something else, such as the length of a contract."""
    for place in phrase.pattern.finditer(text):
        if phrase.unless is None or not phrase.unless.search(_clause(text, place.start(), place.end())):
            yield place


def _clause(text: str, start: int, stop: int) -> str:
    """The clause around a wording, as far as it is near."""
    before = _BREAK.split(text[max(0, start - _NEAR) : start])[-1]
    return before + text[start:stop] + _BREAK.split(text[stop : stop + _NEAR], maxsplit=1)[0]


def _filled(better: str, words: str) -> str:
    """The least of the numbers that were said, where the better wording has a place for one."""
    numbers = re.findall(r"\d+", words)
    return better.replace("#", min(numbers, key=int) if numbers else "2")


@cache
def _phrases(kind: str) -> tuple[_Phrase, ...]:
    table = tomllib.loads((files(__package__) / "wording.toml").read_text(encoding="utf-8"))
    return tuple(phrase for row in table[kind] for phrase in _read(row))


def _read(row: Mapping[str, str]) -> Iterator[_Phrase]:
    unless = _any_of(row["unless"]) if "unless" in row else None
    said, instead = row["says"].split("|"), row.get("instead", "").split("|")
    for says, put in zip(said, instead * len(said) if len(instead) == 1 else instead, strict=True):
        yield _Phrase(_needs(says.strip()), _pattern(says.strip()), unless, row["why"], row["better"], put)


def _needs(phrase: str) -> frozenset[str]:
    return frozenset(_PIECE.findall(phrase)) - _YEARS


def _pattern(phrase: str) -> re.Pattern[str]:
    """Any white space, any dash, any apostrophe; a full stop at the end stands for the end of a clause."""
    ends = _CLAUSE_ENDS if phrase.endswith(".") else ""
    words = r"\s+".join(map(_word, phrase.removesuffix(".").split()))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w){ends}", re.IGNORECASE)


def _any_of(phrases: str) -> re.Pattern[str]:
    words = "|".join(r"\s+".join(map(_word, phrase.split())) for phrase in phrases.split("|"))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _word(word: str) -> str:
    """“Year” stands for “years” and “yrs” too."""
    if word.rstrip("'") in _YEARS:
        return r"(?:years?|yrs?)['’]?"
    escaped = re.escape(word).replace(r"\-", r"[-‐–\s]").replace("'", "['’]")
    for mark, stands_for in {r"\#": _NUMBER, "@": _AGE, "%": _CALENDAR_YEAR}.items():
        escaped = escaped.replace(mark, stands_for)
    return escaped
