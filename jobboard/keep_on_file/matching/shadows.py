"""Somebody of whom only one thing is known, for gates and criteria to be asked about that thing alone."""

from collections.abc import Iterable
from dataclasses import replace

from jobboard.fit.facts import PersonFacts
from jobboard.fit.skills import skill_key
from jobboard.keep_on_file.matching.facts import KeptPerson

NOBODY = KeptPerson(
    kept_id=0,
    candidate_id=0,
    facts=PersonFacts(),
    status="active",
    consent_live=True,
    consent_expires_at=None,
    do_not_contact=False,
    erased=False,
    reason="",
    origin=None,
    min_level=0,
    max_level=9,
    target_functions=(),
    places=(),
    home=(),
    work_modes=(),
    pay_floor=None,
    available_from=None,
    excluded_organizations=frozenset(),
    own_words="",
    own_words_at=None,
)
"""Nothing is known of them, and nothing stands against them."""


def bringing(
    *, terms: Iterable[str] = (), skills: Iterable[str] = (), words: Iterable[str] = (), wishes: Iterable[str] = ()
) -> KeptPerson:
    """Somebody with these terms in their titles, these skills, these words in their text and in what they asked for."""
    return replace(
        NOBODY,
        terms=dict.fromkeys(terms, 1.0),
        facts=PersonFacts(skills=frozenset(map(skill_key, skills)), text=" ".join(words)),
        own_words=" ".join(wishes),
    )
