"""A job's interview plan in words, and the form of one round."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jobboard.applications.models import InterviewRound
from jobboard.applications.plan import STAGES, WRITTEN, Attribute, attributes_of, by_category
from jobboard.applications.plan_schemas import ATTRIBUTES, CATEGORY, MOST_CATEGORIES
from jobboard.db.history import History
from jobboard.db.seal import seal
from jobboard.errors import RemovedMeanwhile
from jobboard.forms import comparable
from jobboard.jobs.models import Job, RequirementKind
from jobboard.jobs.wording import Flag, doubtful_to_ask
from jobboard.web.present import Words
from jobboard.web.recruit.present_pipeline import STAGE_LABELS
from jobboard.web.recruit.voice import joined, many, nearby, short_day

ROUND_FIELDS = {
    "name": "Name of the round",
    "stage": "Stage it belongs to",
    "duration_minutes": "Minutes",
    "place": "Place",
    "interviewers": "Who interviews",
    "instructions": "For the interviewers",
}
STAGE_CHOICES = [(stage.value, STAGE_LABELS[stage]) for stage in STAGES]
USUAL_CATEGORIES = ("Skills", "Experience", "Values")
_COLUMNS = {
    "duration_minutes": "minutes",
    "interviewers": "who interviews",
    "attributes": "what is rated",
}
CHANGES = {
    "round_added": "{after} added",
    "round_changed": "{before}: {after} changed",
    "round_moved": "{after} put elsewhere",
    "round_removed": "{before} taken out",
    "plan_copied": "{after} taken over from {before}",
}
"""How each change of a plan that is recorded is told."""
_ASKED = ("name", "instructions")


def plan_heading(rounds: int) -> str:
    """“Interviews in 3 rounds”."""
    return f"Interviews in {many(rounds, 'round')}" if rounds else "No interview plan yet"


def removed_words(problem: RemovedMeanwhile, words: Words) -> str:
    """“Ravi took out “Work sample” today at 16:20.”"""
    return f"{problem.by} took out “{problem.name}” {nearby(words, problem.at)} at {words.time(problem.at)}."


def change_lines(history: Iterable[History], words: Words) -> list[tuple[str, str, str]]:
    """Day, what became otherwise, and who did it."""
    return [
        (short_day(words, entry.at), _change(entry), f"{entry.actor_name}, {words.time(entry.at)}") for entry in history
    ]


def _change(entry: History) -> str:
    after = entry.after
    if entry.what == "round_changed":
        after = joined([_COLUMNS.get(column, column) for column in after.split(", ")])
    if entry.what == "plan_copied":
        after = many(int(after), "round")
    return CHANGES[entry.what].format(before=entry.before, after=after)


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round of the plan; ``groups`` are its attributes under their categories."""

    id: str
    name: str
    about: str
    instructions: str
    groups: tuple[tuple[str, tuple[Attribute, ...]], ...]


def round_rows(rounds: Iterable[InterviewRound]) -> list[RoundRow]:
    """The rounds in their order."""
    return [_row(one) for one in rounds]


def _row(shown: InterviewRound) -> RoundRow:
    who = joined([person["name"] for person in shown.interviewers])
    facts = (
        f"{STAGE_LABELS[shown.stage]} stage",
        many(shown.duration_minutes, "minute"),
        shown.place,
        f"with {who}" if who else "",
    )
    return RoundRow(
        id=shown.public_id,
        name=shown.name,
        about=", ".join(fact for fact in facts if fact),
        instructions=shown.instructions,
        groups=tuple((name, tuple(ones)) for name, ones in by_category(attributes_of(shown)).items()),
    )


def round_values(shown: InterviewRound) -> dict[str, Any]:
    """The form of a round as it is."""
    return {
        "name": shown.name,
        "stage": shown.stage.value,
        "duration_minutes": str(shown.duration_minutes),
        "place": shown.place,
        "instructions": shown.instructions,
        "interviewers": [person["id"] for person in shown.interviewers],
        "seal": seal(shown, WRITTEN),
        **_fields([(name, _lines(ones)) for name, ones in by_category(attributes_of(shown)).items()]),
    }


def suggested_values(job: Job, rounds: Sequence[InterviewRound]) -> dict[str, Any]:
    """The form of a new round: the usual categories, and under skills whatever the job asks for that no round asks
    about yet. Requirements must be loaded."""
    asked = {comparable(one.name) for there in rounds for one in attributes_of(there)}
    skills = [row.text for row in job.requirements if row.kind is RequirementKind.SKILL]
    left = [skill for skill in skills if comparable(skill) not in asked]
    first, *others = USUAL_CATEGORIES
    groups = [(first, "\n".join(left)), *((name, "") for name in others)]
    return {"stage": STAGES[-1].value if rounds else STAGES[0].value, "duration_minutes": "60", **_fields(groups)}


def groups_of(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Category and lines of each group of the form, with an empty one at the end where there is room."""
    groups = _typed_groups(values)
    return [*groups, ("", "")][:MOST_CATEGORIES]


def with_group_up(values: Mapping[str, Any], wanted: str) -> dict[str, Any]:
    """The form with one group (its number from 0) before the one above it; with anything else, as it is."""
    groups = _typed_groups(values)
    place = int(wanted) if wanted.isdecimal() else 0
    if 0 < place < len(groups):
        groups[place - 1], groups[place] = groups[place], groups[place - 1]
    kept = {name: value for name, value in values.items() if not name.startswith((CATEGORY, ATTRIBUTES))}
    return kept | _fields(groups)


def round_labels(groups: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The form's fields by the words of their labels."""
    named = {f"{ATTRIBUTES}{at}": name or "To rate" for at, (name, _) in enumerate(groups)}
    return ROUND_FIELDS | named


def asked_flags(values: Mapping[str, Any]) -> list[Flag]:
    """What to reconsider in the form of a round."""
    fields = [*_ASKED, *(f"{kind}{at}" for at in range(MOST_CATEGORIES) for kind in (CATEGORY, ATTRIBUTES))]
    return doubtful_to_ask({field: str(values.get(field) or "") for field in fields})


def asked_flags_of(rounds: Iterable[InterviewRound]) -> list[Flag]:
    """What to reconsider in a whole plan; a flag's field is the name of its round."""
    return doubtful_to_ask({one.name: "\n".join([one.name, one.instructions, *_asked(one)]) for one in rounds})


def _asked(shown: InterviewRound) -> list[str]:
    return [part for one in attributes_of(shown) for part in (one.category, one.name, one.look_for)]


def _typed_groups(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    pairs = [
        (str(values.get(f"{CATEGORY}{at}") or ""), str(values.get(f"{ATTRIBUTES}{at}") or ""))
        for at in range(MOST_CATEGORIES)
    ]
    return [pair for pair in pairs if any(part.strip() for part in pair)]


def _fields(groups: Sequence[tuple[str, str]]) -> dict[str, str]:
    named = {f"{CATEGORY}{at}": name for at, (name, _) in enumerate(groups)}
    return named | {f"{ATTRIBUTES}{at}": lines for at, (_, lines) in enumerate(groups)}


def _lines(attributes: Iterable[Attribute]) -> str:
    return "\n".join(f"{one.name}: {one.look_for}" if one.look_for else one.name for one in attributes)
