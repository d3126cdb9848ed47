"""Two records that may be one person in words: what tells them apart, what somebody has to choose, and where everything
is from once they are one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jobboard.candidates.merge import EMAIL, FIELDS
from jobboard.candidates.models import Candidate, Merge
from jobboard.web.present import Words
from jobboard.web.recruit.present_candidate import current_role, place_of
from jobboard.web.recruit.present_consent import consent_badge

LABELS = {"name": "Name", "headline": "Headline", "place": "Lives in", "summary": "Summary", EMAIL: "We write to"}
"""What a person has once, as somebody chooses it."""

_CAME = {
    "addresses": "E-mail",
    "phones": "Phone",
    "past_roles": "Past roles",
    "skills": "Skills",
    "education": "Study",
    "resumes": "Résumés",
    "attachments": "Attachments",
    "applications": "Applications",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of two records that may be one person."""

    id: str
    name: str
    facts: tuple[tuple[str, str], ...]


def side(candidate: Candidate, words: Words) -> Side:
    """What tells two records apart, or shows that they are one."""
    facts = (
        ("Now", current_role(candidate) or candidate.headline),
        ("Lives in", place_of(candidate)),
        ("E-mail", ", ".join(mail.address for mail in candidate.emails)),
        ("Phone", ", ".join(phone.number for phone in candidate.phones)),
        ("Past roles", str(len(candidate.work_history))),
        ("Résumés", str(len(candidate.resumes))),
        ("Keeping", consent_badge(candidate, words).words),
        ("Here since", words.full_day(candidate.created_at)),
    )
    return Side(candidate.public_id, candidate.name, tuple((label, said or "–") for label, said in facts))


@dataclass(frozen=True, slots=True)
class Question:
    """What both say, and not the same: whose words stay, as (id, words)."""

    field: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


def questions(both: Sequence[Candidate], typed: Mapping[str, Any]) -> list[Question]:
    """What there is to choose. Where one says nothing or both the same, nobody is asked; the first record's words are
    proposed."""
    asked = []
    for field, label in LABELS.items():
        said = tuple((person.public_id, _words(person, field)) for person in both)
        if all(words for _, words in said) and said[0][1] != said[1][1]:
            asked.append(Question(field, label, said, str(typed.get(field, said[0][0]))))
    return asked


def _words(person: Candidate, field: str) -> str:
    if field == EMAIL:
        return person.emails[0].address if person.emails else ""
    return ", ".join(filter(None, (getattr(person, column) for column in FIELDS[field])))


def provenance(merge: Merge) -> list[tuple[str, str, str]]:
    """Of each thing that the other record changed: what it is, what it became, and what was said here before."""
    rows = []
    for field, columns in FIELDS.items():
        before, since = (_joined(merge.changed, columns, which) for which in (0, 1))
        if since:
            rows.append((LABELS[field], since, before))
    if EMAIL in merge.chosen:
        rows.append((LABELS[EMAIL], "their address", ""))
    if merge.changed["do_not_contact"][0] != merge.changed["do_not_contact"][1]:
        rows.append(("Contact", "They asked not to be contacted", ""))
    return rows


def _joined(changed: Mapping[str, Any], columns: Sequence[str], which: int) -> str:
    return ", ".join(changed[column][which] for column in columns if column in changed and changed[column][which])


def came_rows(came: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """What came with the other record, by kind; kinds of which nothing came are left out."""
    return [(label, ", ".join(came[kind])) for kind, label in _CAME.items() if came.get(kind)]
