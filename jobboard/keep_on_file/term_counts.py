"""How rare terms and skills are among the people on file, so that sharing a rare one counts for more."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from jobboard.fit.skills import skill_key
from jobboard.keep_on_file.matching.facts import KeptPerson
from jobboard.keep_on_file.models import TermCount

_PEOPLE = ""
"""The row that counts everybody."""
_LONGEST = 100
_AT_ONCE = 400
LEAST, NOBODY = 0.1, 1.0
"""What the commonest term still counts, and what one counts that nobody has."""


def add(session: Session, board: str, people: Sequence[KeptPerson]) -> None:
    """Count these people in, once each. A person who changes is not counted again: rarity is a matter of magnitudes.
    About three statements for 400 different terms."""
    counts = Counter(term for person in people for term in {_PEOPLE, *_terms(person)})
    terms = sorted(counts)
    for start in range(0, len(terms), _AT_ONCE):
        _add(session, board, {term: counts[term] for term in terms[start : start + _AT_ONCE]})


def _add(session: Session, board: str, counts: Mapping[str, int]) -> None:
    known = _counts(session, board, counts)
    rows = [{"board": board, "term": term, "people": more + known.get(term, 0)} for term, more in counts.items()]
    if changed := [row for row in rows if row["term"] in known]:
        session.execute(update(TermCount), changed)
    if new := [row for row in rows if row["term"] not in known]:
        session.execute(insert(TermCount), new)


def _terms(person: KeptPerson) -> Iterator[str]:
    yield from (f"f:{term}"[:_LONGEST] for term in person.terms)
    yield from (f"s:{key}"[:_LONGEST] for key in person.facts.skills)


def _counts(session: Session, board: str, terms: Iterable[str]) -> dict[str, int]:
    rows = session.execute(
        select(TermCount.term, TermCount.people).where(TermCount.board == board, TermCount.term.in_(list(terms)))
    )
    return {row.term: row.people for row in rows}


def rarity(session: Session, board: str, *, terms: Iterable[str], skills: Iterable[str]) -> dict[str, float]:
    """How rare each is, from ``LEAST`` (everybody has it) to ``NOBODY``: its inverse document frequency (Spärck
    Jones 1972) as a share of the highest there can be. One statement."""
    keys = {term: f"f:{term}"[:_LONGEST] for term in terms}
    keys |= {skill: f"s:{skill_key(skill)}"[:_LONGEST] for skill in skills}
    counts = _counts(session, board, [_PEOPLE, *keys.values()])
    people = counts.get(_PEOPLE, 0)
    return {name: _rarity(counts.get(key, 0), people) for name, key in keys.items()}


def _rarity(having: int, people: int) -> float:
    if people <= 1:
        return NOBODY
    return round(max(LEAST, log((people + 1) / (having + 1)) / log(people + 1)), 4)
