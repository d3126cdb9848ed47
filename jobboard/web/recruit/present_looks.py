"""Looks at the bench in the recruiter's words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jobboard.jobs.models import Job
from jobboard.keep_on_file.matching.codec import UnreadableFacts
from jobboard.keep_on_file.matching.gates import GATES
from jobboard.keep_on_file.matching.stored import policy_from_json
from jobboard.keep_on_file.models import KeptStatus, Surfacing, SurfacingRun, SurfacingRunEntry, SurfacingStatus
from jobboard.keep_on_file.replay import Replay
from jobboard.web.present import Words
from jobboard.web.recruit.present_opened import decided_words
from jobboard.web.recruit.voice import joined, many, nearby, short_day

GATE_LABELS = {gate.name: gate.label for gate in GATES}


@dataclass(frozen=True, slots=True)
class LookRow:
    """One line of the list of looks."""

    id: str
    at: str
    why_now: str
    considered: str
    passed: str
    surfaced: str
    policy: int
    by: str


def looks_heading(total: int, job: Job) -> str:
    """“3 looks at the bench for Marketing Manager”."""
    return f"{many(total, 'look') if total else 'No look yet'} at the bench for {job.title}"


def look_rows(runs: Iterable[SurfacingRun], words: Words) -> list[LookRow]:
    """The list's rows."""
    return [
        LookRow(
            id=run.public_id,
            at=f"{short_day(words, run.ran_at)}, {words.time(run.ran_at)}",
            why_now=run.why_now,
            considered=words.number(run.considered),
            passed=words.number(run.passed),
            surfaced=words.number(run.surfaced),
            policy=run.policy_version,
            by=run.actor_name,
        )
        for run in runs
    ]


def look_heading(run: SurfacingRun, words: Words) -> str:
    """“2 people surfaced for Marketing Manager yesterday”."""
    found = many(run.surfaced, "person", "people") if run.surfaced else "Nobody"
    return f"{found} surfaced for {run.job.title} {nearby(words, run.ran_at)}"


def look_facts(run: SurfacingRun, words: Words) -> list[tuple[str, str]]:
    """What was asked, by which rules, and what came of it, as label and value."""
    read = f"{words.number(run.considered)} read, {words.number(run.passed)} passed every gate"
    return [
        ("Why now", run.why_now),
        ("When", f"{words.full_day(run.ran_at)}, {words.time(run.ran_at)}"),
        ("By whom", run.actor_name),
        ("Records", f"{read}, {words.number(run.surfaced)} surfaced"),
        ("Policy", f"{run.policy_version}. {_rules(run)}"),
    ]


def _rules(run: SurfacingRun) -> str:
    try:
        policy = policy_from_json(run.policy)
    except UnreadableFacts as problem:
        return str(problem)
    off = [f"“{GATE_LABELS.get(name, name)}”" for name in sorted(policy.gates_off)]
    return f"{reach_words(policy.reach)}; {f'without the gates {joined(off)}' if off else 'every gate on'}."


def reach_words(reach: int) -> str:
    """“Up to 1 level above the highest held”."""
    return f"Up to {many(reach, 'level')} above the highest held" if reach else "No level above the highest held"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of a look. ``surfacing_id`` is empty when the surfacing is gone, ``kept_id`` when the person is."""

    place: int
    name: str
    kept_id: str
    surfacing_id: str
    score: int
    became: str
    considered_anyway: str


def person_rows(entries: Sequence[SurfacingRunEntry], words: Words) -> list[PersonRow]:
    """The people, best first."""
    return [_person(entry, words) for entry in entries]


def _person(entry: SurfacingRunEntry, words: Words) -> PersonRow:
    gone = entry.kept.status is KeptStatus.ERASED or entry.kept.candidate.erased_at is not None
    anyway = joined([f"“{GATE_LABELS.get(name, name)}”" for name in entry.overridden])
    return PersonRow(
        place=entry.place,
        name="An erased person" if gone else entry.kept.candidate.name,
        kept_id="" if gone else entry.kept.public_id,
        surfacing_id="" if gone or entry.surfacing is None else entry.surfacing.public_id,
        score=entry.score,
        became="Facts and name are gone" if gone else _became(entry.surfacing, words),
        considered_anyway=f"Considered in spite of {anyway}" if anyway else "",
    )


def _became(surfacing: Surfacing | None, words: Words) -> str:
    if surfacing is None:
        return "Taken back: the job or the person changed"
    if decided := decided_words(surfacing, words):
        return decided
    if surfacing.status is SurfacingStatus.NEW or surfacing.seen_at is None:
        return "Nobody has looked yet"
    by = f" by {surfacing.seen_by}" if surfacing.seen_by else ""
    return f"Seen{by} {nearby(words, surfacing.seen_at)}, no decision yet"


def again_sentence(again: Replay) -> str:
    """What judging again said, in one or two sentences."""
    if again.problem:
        return f"This look cannot be judged again. {again.problem}"
    judged = f"{many(again.judged, 'person', 'people')} judged again by the facts and the policy of then"
    erased = f" {many(again.erased, 'person has', 'people have')} been erased and dropped out." if again.erased else ""
    if again.same:
        return f"The same: {judged}, with the same list and the same scores.{erased}"
    since = f" The rules themselves have changed since, from {again.rules_then} to {again.rules_now}."
    said = f"Not the same: {judged}, {many(len(again.differences), 'difference')}.{erased}"
    return f"{said}{since if again.rules_then != again.rules_now else ''}"


def again_rows(again: Replay) -> list[tuple[str, str]]:
    """Who came out differently, and how."""
    return [(each.entry.kept.candidate.name, each.sentence) for each in again.differences]
