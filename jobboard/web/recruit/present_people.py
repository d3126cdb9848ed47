"""A search for people in words: what was found, the filters with their counts, each person in a line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from jobboard.applications.models import Stage
from jobboard.candidates.models import Candidate, CandidateTag
from jobboard.search.people.documents import Consent
from jobboard.search.people.port import PeoplePage, PersonHit
from jobboard.search.people.query import FACETS, PeopleSort
from jobboard.search.snippets import snippet
from jobboard.web import present
from jobboard.web.facets import MOST_OPTIONS, Facet, Option
from jobboard.web.present import Words
from jobboard.web.recruit.people_asked import CONTACTS, WITHIN, PeopleAsked
from jobboard.web.recruit.present_candidate import current_role, place_of
from jobboard.web.recruit.present_consent import Badge, consent_badge
from jobboard.web.recruit.present_pipeline import STAGE_LABELS
from jobboard.web.recruit.voice import many, nearby

SORTS = ((PeopleSort.RELEVANCE, "Best match"), (PeopleSort.CONTACT, "Last contact"), (PeopleSort.NEWEST, "Newest"))

FIELD_LABELS = {
    "title": "Title held",
    "skill": "Skill",
    "employer": "Employer",
    "place": "Lives in",
    "resume": "In the résumé",
}
_FACET_LABELS = {
    "level": "Highest level",
    "function": "Kind of work",
    "stage": "Furthest stage",
    "disposition": "How it ended",
    "consent": "Keeping on file",
    "tag": "Tag",
}
CONSENT_LABELS = {
    Consent.LIVE: "Consent live",
    Consent.EXPIRED: "Consent ended",
    Consent.WITHDRAWN: "Consent withdrawn",
    Consent.NONE: "Never asked or answered",
}
_STAGES = [stage.value for stage in Stage]
_OPEN_FROM_THE_START = frozenset({"level", "consent"})


@dataclass(frozen=True)
class PeopleWay:
    """A neighbouring search in words."""

    label: str
    asked: PeopleAsked


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a page's people beside their rows: what each wrote, and their tags, by internal key; and the
    words that a passage marks."""

    texts: Mapping[int, str]
    tags: Mapping[int, Sequence[CandidateTag]]
    marked: frozenset[str]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person found; ``passage`` shows the words asked for in what they wrote, ``tags`` are (key, label)."""

    id: str
    name: str
    what: str
    place: str
    consent: Badge
    stage: str
    contact: str
    passage: Markup
    tags: tuple[tuple[str, str], ...]


def people_heading(total: int, asked: PeopleAsked, *, tags: Mapping[str, str]) -> str:
    """“320 people here”, “12 people tagged “night shifts””, “4 people for “marketing””, “Nobody is like that”."""
    found = many(total, "person", "people") if total else "Nobody"
    if asked.text:
        return f"{found} for “{asked.text}”"
    if asked.is_everybody:
        return f"{found} here"
    if len(asked.tag) == 1 and replace(asked, tag=()).is_everybody:
        return f"{found} tagged “{tags.get(asked.tag[0], asked.tag[0])}”"
    return f"{found} like that" if total else "Nobody is like that"


def person_rows(
    hits: Sequence[PersonHit], people: Mapping[str, Candidate], known: Known, words: Words
) -> list[PersonRow]:
    """The people of a page in its order; who is gone since the index was written is left out."""
    return [_row(hit, people[hit.id], known, words) for hit in hits if hit.id in people]


def _row(hit: PersonHit, person: Candidate, known: Known, words: Words) -> PersonRow:
    consent = consent_badge(person, words)
    return PersonRow(
        id=person.public_id,
        name=person.name,
        what=current_role(person) or person.headline,
        place=place_of(person),
        consent=consent,
        stage=STAGE_LABELS[Stage(hit.stage)] if hit.stage else "",
        contact=_contact_words(hit, consent, words),
        passage=snippet(known.texts.get(person.id, ""), known.marked) if known.marked else Markup(),
        tags=tuple((tag.key, tag.label) for tag in known.tags.get(person.id, ())),
    )


def _contact_words(hit: PersonHit, consent: Badge, words: Words) -> str:
    """Of who is found by name only the index does not know when there was contact, so nothing is said."""
    if hit.last_contact:
        return f"Last contact {nearby(words, hit.last_contact)}"
    return "" if consent.shape == "blocked" or not hit.is_known else "No contact yet"


def people_facets(
    asked: PeopleAsked, page: PeoplePage, words: Words, *, reasons: Mapping[str, str], tags: Mapping[str, str]
) -> list[Facet]:
    """The filters that have something to choose. ``reasons`` and ``tags`` say dispositions and tags by their keys."""
    said = {"disposition": reasons, "tag": tags}
    shown = [_facet(asked, page, name, words, said.get(name, {})) for name in FACETS]
    shown.insert(-1, _contact(asked, page))
    return [facet for facet in shown if facet.options]


def _facet(asked: PeopleAsked, page: PeoplePage, name: str, words: Words, said: Mapping[str, str]) -> Facet:
    chosen: tuple[str, ...] = getattr(asked, name)
    counts = dict.fromkeys(chosen, 0) | {one.value: one.count for one in page.facets.get(name, ())}
    options = tuple(
        Option(
            words.ladder.key(int(value)) if name == "level" else value,
            choice(name, value, words, said),
            counts[value],
            value in chosen,
        )
        for place, value in enumerate(_in_order(name, counts))
        if place < MOST_OPTIONS or value in chosen
    )
    return Facet(name, _FACET_LABELS[name], "checkbox", options, open=bool(chosen) or name in _OPEN_FROM_THE_START)


def _in_order(name: str, counts: Mapping[str, int]) -> Iterable[str]:
    """Levels and stages climb; everything else starts with the most frequent."""
    if name == "level":
        return sorted(counts, key=int)
    if name == "stage":
        return sorted(counts, key=_STAGES.index)
    return sorted(counts, key=lambda value: (-counts[value], value))


def choice(name: str, value: str, words: Words, said: Mapping[str, str]) -> str:
    """The words for one value of a filter."""
    match name:
        case "level":
            return words.level(int(value))
        case "stage":
            return STAGE_LABELS[Stage(value)]
        case "consent":
            return CONSENT_LABELS[Consent(value)]
        case "function":
            return present.function(value)
    return said.get(value, value)


def _contact(asked: PeopleAsked, page: PeoplePage) -> Facet:
    counted = zip(CONTACTS.items(), page.contacts, strict=False)
    options = [Option(key, label, count, key == asked.contact) for (key, (label, _, _)), count in counted]
    useful = tuple(option for option in options if option.count or option.chosen)
    return Facet("contact", "Last contact", "radio", useful, open=bool(asked.contact))


def people_chips(
    asked: PeopleAsked, words: Words, *, reasons: Mapping[str, str], tags: Mapping[str, str]
) -> list[PeopleWay]:
    """One for each field and filter in use: its words, and the search without it."""
    said = {"disposition": reasons, "tag": tags}
    fields = [
        PeopleWay(f"{FIELD_LABELS[name]}: {getattr(asked, name)}", asked.but(**{name: ""}))
        for name in WITHIN
        if getattr(asked, name)
    ]
    chosen = [
        PeopleWay(choice(name, value, words, said.get(name, {})), asked.without(name, value))
        for name in FACETS
        for value in getattr(asked, name)
    ]
    found = [*fields, *chosen]
    if asked.contact:
        found.append(PeopleWay(f"Contact: {CONTACTS[asked.contact][0].lower()}", asked.but(contact="")))
    return found
