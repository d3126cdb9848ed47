"""What was judged, as it is kept: the typed view of a person, a job and a policy as JSON that can be judged again.

``as_judged`` takes out of a person's facts whatever a job did not ask about, above all their résumé's text, in which
names, addresses and dates of birth stand. What is left gives the same gates and the same points for that job.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jobboard.fit.facts import JobFacts, PersonFacts
from jobboard.fit.keywords import words_like
from jobboard.fit.skills import find_skills, skill_key
from jobboard.keep_on_file.matching.codec import UnreadableFacts, decode, encode
from jobboard.keep_on_file.matching.facts import KeptPerson, OpenJob, Policy

__all__ = [
    "UnreadableFacts",
    "as_judged",
    "job_from_json",
    "job_to_json",
    "person_from_json",
    "person_to_json",
    "policy_from_json",
    "policy_to_json",
]

FORMAT = 1
"""Raise it when stored facts change their meaning; adding a fact with a default does not."""


def person_to_json(person: KeptPerson) -> dict[str, Any]:
    """Everything matching was told about a person."""
    return _stamped(person)


def person_from_json(stored: Mapping[str, Any]) -> KeptPerson:
    """The person as stored. Raises ``UnreadableFacts``."""
    found: KeptPerson = _read(stored, KeptPerson, "person")
    return found


def job_to_json(job: OpenJob) -> dict[str, Any]:
    """Everything matching was told about a job."""
    return _stamped(job)


def job_from_json(stored: Mapping[str, Any]) -> OpenJob:
    """The job as stored. Raises ``UnreadableFacts``."""
    found: OpenJob = _read(stored, OpenJob, "job")
    return found


def policy_to_json(policy: Policy) -> dict[str, Any]:
    """The rules in force, and the moment they were applied."""
    return _stamped(policy)


def policy_from_json(stored: Mapping[str, Any]) -> Policy:
    """The policy as stored. Raises ``UnreadableFacts``."""
    found: Policy = _read(stored, Policy, "policy")
    return found


def as_judged(person: KeptPerson, job: OpenJob) -> KeptPerson:
    """``person`` with no more than ``job`` asks about: which of its skills and words stand in their text instead of the
    text, of their own words those that its title has, no quotes and no remarks. Gates and points stay the same; a
    sentence that quotes may not."""
    return replace(
        person,
        facts=_asked_about(person, job),
        own_words=_own_words(person.own_words, job.title),
        interview=replace(person.interview, quote=""),
        dismissals=tuple(replace(past, reason="", made_by="") for past in person.dismissals),
    )


def _asked_about(person: KeptPerson, job: OpenJob) -> PersonFacts:
    asked = _asked(job.facts) | (_asked(person.origin.facts) if person.origin else frozenset())
    brought = person.facts.brings(asked)
    words = words_like(person.facts.text, job.keywords)
    kept = [word for word in words if not find_skills(word, asked - brought)]
    return replace(person.facts, skills=frozenset(map(skill_key, brought)), text="; ".join(kept))


def _asked(job: JobFacts) -> frozenset[str]:
    return frozenset([*job.musts, *job.shoulds, *job.nices])


def _own_words(said: str, title: str) -> str:
    named = set(title.casefold().split())
    words = said.casefold().replace(",", " ").replace(".", " ").split()
    return " ".join(dict.fromkeys(word for word in words if word in named))


def _stamped(facts: Any) -> dict[str, Any]:
    return {"format": FORMAT, **encode(facts)}


def _read(stored: Mapping[str, Any], kind: Any, what: str) -> Any:
    if stored.get("format") != FORMAT:
        raise UnreadableFacts(
            f"This {what} was stored in format {stored.get('format')!r}; this version reads {FORMAT}."
        )
    return decode({name: value for name, value in stored.items() if name != "format"}, kind, what)
