"""Files of people as the pages say them: what a column becomes, how far it is, what became of whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jobboard.candidates.models import Candidate
from jobboard.db.history import History
from jobboard.flows.file_import_preview import Column, Preview
from jobboard.flows.file_import_steps import NextStep, Turn
from jobboard.foreign.days import DateOrder
from jobboard.foreign.kinds import TABLES, Kind
from jobboard.foreign.models import FileImport, ImportReject, ImportRemark, ImportStatus, WhyGone
from jobboard.interchange import Entry, parse_moment
from jobboard.web.present import Words
from jobboard.web.recruit.voice import many, nearby

FIELD_LABELS: Mapping[str, str] = {
    "name": "Name",
    "first_name": "First name",
    "last_name": "Last name",
    "email": "E-mail",
    "phone": "Telephone",
    "id": "Id in the other system",
    "city": "Town",
    "region": "Region",
    "country": "Country, two letters",
    "headline": "Headline",
    "title": "Job title now",
    "employer": "Employer now",
    "skills": "Skills",
    "tags": "Tags",
    "notes": "Note for colleagues",
    "do_not_contact": "Do not contact",
    "applied_for": "Applied for: the title",
    "job_id": "Applied for: the job’s id",
    "applied_on": "Applied on",
    "stage": "Stage reached",
    "status": "How it ended",
    "reason": "Reason it ended",
    "closed_on": "Ended on",
    "source": "Source",
    "keep_consent_on": "Agreed to be kept on file: on",
    "keep_consent_until": "Agreed to be kept on file: until",
}
"""What a column can become, in words."""

KIND_WORDS: Mapping[Kind, str] = {
    Kind.TABLE: "A table",
    Kind.JSON_RESUME: "JSON Résumés",
    Kind.GREENHOUSE: "Candidates of Greenhouse",
    Kind.LEVER: "Opportunities of Lever",
    Kind.OPENCATS: "Candidates of OpenCATS",
}

DATE_OPTIONS = (
    ("", "As the file tells", "Where one number is above 12, it does."),
    (DateOrder.DAY_FIRST.value, "03/04 is 3 April"),
    (DateOrder.MONTH_FIRST.value, "03/04 is 4 March"),
)

STATUS_WORDS: Mapping[ImportStatus, tuple[str, str]] = {
    ImportStatus.DRAFT: ("open", "Not begun"),
    ImportStatus.TRYING: ("live", "Being tried"),
    ImportStatus.TRIED: ("pass", "Tried, nothing written"),
    ImportStatus.RUNNING: ("live", "Coming in"),
    ImportStatus.STOPPED: ("paused", "Stopped"),
    ImportStatus.DONE: ("done", "Done"),
}
"""Shape and words of each status."""

_OTHER_TABLES = (
    "This is OpenCATS’s table of candidates, and is read as that. What they applied for stands in its tables "
    "candidate_joborder and joborder, so nobody has an application by this file: whoever runs this site can join the "
    "three by the command line."
)
_COLUMN = "column-"
"""What the form calls a column, with its number from 1: names may repeat."""
_BECAME = ("Added", "Brought up to date", "Known and unchanged", "Not brought in")
_WOULD_BECOME = ("Would be added", "Would be brought up to date", "Would stay as they are", "Could not come in")
_NUMBERED: Mapping[Kind, str] = {kind: "Line" if kind in TABLES else "Number" for kind in Kind}
_PLACE = ("city", "region", "countryCode")


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One file in the list."""

    id: str
    filename: str
    shape: str
    status: str
    came: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column of the table: the field of the form, its choices, and what is chosen."""

    field: str
    name: str
    samples: str
    refused: bool
    chosen: str
    options: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody as they would come in: a name, and facts with their labels."""

    name: str
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RejectRow:
    """Somebody who did not come in: where they stand, what is wrong, and who has their address already, if anybody."""

    where: str
    why: str
    owner: Candidate | None


def import_rows(items: Sequence[FileImport], words: Words) -> list[ImportRow]:
    """The list, a row a file."""
    return [
        ImportRow(
            one.public_id,
            one.filename,
            *STATUS_WORDS[one.status],
            came=came_in(one, words),
            who=one.made_by_name,
            when=nearby(words, one.made_at),
        )
        for one in items
    ]


def came_in(found: FileImport, words: Words) -> str:
    """“1,180 added, 40 brought up to date, 8 not brought in”; empty where nothing was counted or it was only tried."""
    if found.status not in {ImportStatus.RUNNING, ImportStatus.STOPPED, ImportStatus.DONE}:
        return ""
    counts = (
        (found.added, "added"),
        (found.updated, "brought up to date"),
        (found.unchanged, "as they were"),
        (found.rejected, "not brought in"),
    )
    return ", ".join(f"{words.number(count)} {said}" for count, said in counts if count) or "Nobody yet"


def outcome_facts(found: FileImport, words: Words) -> list[tuple[str, str]]:
    """What became of everybody, or would: label and number."""
    only_tried = found.status in {ImportStatus.TRYING, ImportStatus.TRIED}
    labels = _WOULD_BECOME if only_tried else _BECAME
    counts = (found.added, found.updated, found.unchanged, found.rejected)
    return [(label, words.number(count)) for label, count in zip(labels, counts, strict=True)]


def heading(found: FileImport) -> str:
    """What the page is about, by where the file stands."""
    return {
        ImportStatus.DRAFT: f"Import {found.filename}",
        ImportStatus.TRYING: f"Trying {found.filename}",
        ImportStatus.TRIED: f"Import {found.filename}",
        ImportStatus.RUNNING: f"{found.filename} is coming in",
        ImportStatus.STOPPED: f"{found.filename} was stopped",
        ImportStatus.DONE: f"{found.filename} is in",
    }[found.status]


def column_rows(columns: Sequence[Column], typed: Mapping[str, Any]) -> list[ColumnRow]:
    """The columns with what each becomes, as saved or as ``typed`` a moment ago."""
    options = tuple(FIELD_LABELS.items())
    return [
        ColumnRow(
            field=f"{_COLUMN}{number}",
            name=column.name or f"Column {number}, without a name",
            samples="; ".join(cut_short(sample) for sample in column.samples),
            refused=column.refused,
            chosen=str(typed.get(f"{_COLUMN}{number}", column.field)),
            options=options,
        )
        for number, column in enumerate(columns, start=1)
    ]


def chosen_fields(form: Mapping[str, Any]) -> dict[int, str]:
    """What each column becomes as somebody chose, by its place from 0."""
    numbers = ((name.removeprefix(_COLUMN), str(value)) for name, value in form.items() if name.startswith(_COLUMN))
    return {int(number) - 1: field for number, field in numbers if number.isdecimal()}


def cut_short(text: str, most: int = 60) -> str:
    """One line of it."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def person_rows(found: Preview, words: Words) -> list[PersonRow]:
    """The first people as they would come in."""
    return [_person(one, words) for one in found.people]


def _person(entry: Entry, words: Words) -> PersonRow:
    basics, values = entry.values.get("basics") or {}, entry.values
    ours = (values.get("meta") or {}).get("jobboard") or {}
    place = basics.get("location") or {}
    facts = (
        ("E-mail", _listed(basics.get("email"))),
        ("Telephone", _listed(basics.get("phone"))),
        ("Now", ", ".join(_roles(values.get("work")))),
        ("Lives in", ", ".join(str(place[key]) for key in _PLACE if place.get(key))),
        ("Skills", _listed(values.get("skills"))),
        ("Applied for", "; ".join(_applied(ours.get("applications"), words))),
        ("Tags", _listed(ours.get("tags"))),
        ("Kept on file", "They agreed, says the file" if ours.get("consents") else ""),
        ("Contact", "Nobody writes to them" if ours.get("doNotContact") else ""),
    )
    return PersonRow(str(basics.get("name", "")), [(label, cut_short(said, 120)) for label, said in facts if said])


def _listed(value: Any) -> str:
    parts = value if isinstance(value, list | tuple) else [value] if value else []
    return ", ".join(str(part.get("name", "")) if isinstance(part, Mapping) else str(part) for part in parts)


def _roles(work: Any) -> Iterator[str]:
    for role in work[:1] if isinstance(work, list | tuple) else ():
        yield " at ".join(str(role[key]) for key in ("position", "name") if role.get(key))


def _applied(applications: Any, words: Words) -> Iterator[str]:
    for row in applications or ():
        named = [str(row[key]) for key in ("jobTitle", "jobIdentifier") if row.get(key)]
        applied_at = row.get("appliedAt")
        yield ", ".join([*named, f"on {words.full_day(parse_moment(applied_at))}"] if applied_at else named)


def preview_words(found: Preview, words: Words) -> str:
    """How many of the first people could not come in; empty where nobody is stopped."""
    if not found.bad:
        return ""
    whom = f"{words.number(found.bad)} of the first {words.number(found.looked_at)}" if found.bad > 1 else "One person"
    return f"{whom} could not come in as things stand."


def problem_rows(found: Preview, kind: Kind) -> list[tuple[str, str]]:
    """(where, all that is wrong) of the first people who could not come in."""
    return [(f"{_NUMBERED[kind]} {line}", said) for line, said in found.problems]


def alone_words(kind: Kind) -> str:
    """What is not in a file because it stands in others; empty where nothing is missing."""
    return _OTHER_TABLES if kind is Kind.OPENCATS else ""


def first_people_words(found: Preview, words: Words) -> str:
    """“1,204 people, the first 5 as they would come in”."""
    total = f"{words.number(found.total)} {'person' if found.total == 1 else 'people'}"
    if not found.people:
        return total
    shown = f"the first {words.number(len(found.people))}" if found.total > len(found.people) else "all"
    return f"{total}, {shown} as they would come in" if found.total > 1 else f"{total}, as they would come in"


def rest_words(found: Preview, words: Words) -> str:
    """What of the file is not shown; empty where all of it is."""
    more = found.total - found.looked_at
    if more:
        looked_at = words.number(found.looked_at)
        return f"The first {looked_at} were looked through; {words.number(more)} more follow, which a trial counts too."
    hidden = found.total - found.bad - len(found.people)
    return f"{words.number(hidden)} more like these follow, which were looked through, too." if hidden else ""


def read_like_words(entry: History | None, words: Words) -> str:
    """Which file it is read like, and what was taken over."""
    if entry is None:
        return ""
    tag = f", and gets its tag “{entry.after}”" if entry.after else ""
    return f"It has the columns of “{entry.before}”, so it is read as that was{tag}. Change what should be otherwise."


def reject_row(reject: ImportReject, kind: Kind, people: Mapping[str, Candidate]) -> RejectRow:
    """A line that did not come in; ``people`` are those by public id who may be in the way."""
    return RejectRow(f"{_NUMBERED[kind]} {reject.line}", reject.reason, people.get(reject.person))


def remark_words(remarks: Sequence[ImportRemark]) -> list[str]:
    """What to look at, a sentence each with how many people it is said of."""
    return [f"{one.said} ({many(one.people, 'person', 'people')}, first on line {one.line})" for one in remarks]


def progress_words(found: FileImport, words: Words) -> str:
    """“1,200 of 5,000 people looked at”."""
    return f"{words.number(found.taken)} of {words.number(found.total)} people looked at"


def waiting_words(step: NextStep | None, words: Words) -> str:
    """What an import at work waits for, and what happens when whoever works on it stops."""
    if step is None or step.turn is Turn.AT_WORK:
        return "Should whoever works on it be stopped, it goes on by itself within a minute, with who is not in yet."
    at = words.time(step.at)
    if step.turn is Turn.FAILED:
        return f"The last attempt failed; it is tried again at {at}. Who is in stays."
    return (
        f"Nobody has taken it up since {at}. Whoever works on it was stopped or has other work first; if this stays "
        "so, ask whoever runs this site."
    )


def gone_words(why: WhyGone | None, deleted: History, words: Words) -> str:
    """Why the file and what was said of its lines are no longer here; empty where everybody came in."""
    when = nearby(words, deleted.at)
    return {
        WhyGone.ALL_IN: "",
        WhyGone.BY_HAND: f"{deleted.actor_name} deleted it {when}, with what was said of its lines.",
        WhyGone.ERASED: f"Somebody was erased {when}. The file and what was said of its lines may have named them, "
        "so both were deleted.",
        WhyGone.OVER: f"It was deleted {when}, a week after the import had ended, with what was said of its lines.",
        None: f"It was deleted {when}, with what was said of its lines.",
    }[why]


def file_words(found: FileImport, size: str) -> str:
    """“A table, 1.2 MB”."""
    return f"{KIND_WORDS[found.kind]}, {size}"
