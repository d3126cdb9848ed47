"""The matching policy in an administrator's words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jobboard.keep_on_file.matching.gates import GATES
from jobboard.keep_on_file.models import MatchingPolicy, PolicyProposal
from jobboard.keep_on_file.policies import Settings, bounds, each_points
from jobboard.web.present import Words
from jobboard.web.recruit.voice import short_day

POINTS: dict[str, dict[str, str]] = {
    "The level they have held": {
        "held_at": "The job’s level",
        "held_one_below": "One below it",
        "held_one_above": "One above it",
        "held_two_above": "Two above it",
        "guessed_level": "The job’s level was only read from its title",
    },
    "The work itself": {
        "field": "The same line of work, at most",
        "skills": "All skills asked for, at most",
        "text": "Words of the posting in their own text, at most",
        "text_alone": "More of that where a posting lists no skills",
        "same_function": "The function they are kept for",
        "next_function": "A function next to it",
        "missing_must": "Each “must” not found",
        "missing_should": "Each “should” not found",
        "most_missing": "All that is missing, at most",
    },
    "Interviews and how they ended": {
        "interview_step": "Each step of the interviewers’ answer, for them",
        "interview_against": "Each step of it against them",
        "closed_more_senior": "Closed as more senior than the role needed",
        "closed_runner_up": "Closed with someone else closer",
        "closed_timing": "Closed as the wrong time",
        "closed_position_cancelled": "The position was cancelled",
    },
    "What they wish": {
        "asked_for_it": "They asked for it themselves",
        "pay_fits": "The whole band is above their floor",
        "home_town": "The work is where they live",
        "other_town": "It is elsewhere, and they named no place",
    },
    "How new the newest evidence is": {
        "fresh": "Up to 6 months",
        "recent": "Up to 12 months",
        "ageing": "Up to 18 months",
        "stale": "Older",
    },
}
"""The reasons by what they are about, in the words of a form. A test holds them against the points there are."""


_MOST_SAID = 4


@dataclass(frozen=True, slots=True)
class GateState:
    """One gate of the list. ``state`` is always, on or off; ``shape`` says it to the eye."""

    name: str
    label: str
    state: str
    words: str
    shape: str


def gate_states(settings: Settings) -> list[GateState]:
    """The gates in their order."""
    return [_state(gate.name, gate.label, gate.always_on, gate.name in settings.gates_off) for gate in GATES]


def _state(name: str, label: str, always_on: bool, off: bool) -> GateState:
    if always_on:
        return GateState(name, label, "always", "Always on", "pass")
    return GateState(name, label, "off", "Off", "paused") if off else GateState(name, label, "on", "On", "pass")


@dataclass(frozen=True, slots=True)
class PointRow:
    """One reason: what it is worth, and within which bounds."""

    name: str
    label: str
    worth: str
    least: int
    most: int


def point_groups(settings: Settings) -> list[tuple[str, list[PointRow]]]:
    """The reasons by what they are about."""
    worth = each_points(settings.points)
    return [(group, [_point(name, said, worth[name]) for name, said in rows.items()]) for group, rows in POINTS.items()]


def _point(name: str, said: str, worth: int) -> PointRow:
    least, most = bounds(name)
    return PointRow(name, said, signed(worth), least, most)


def signed(number: int) -> str:
    """“+24”, “−4”, “0”, with a real minus sign."""
    return f"{number:+d}".replace("-", "−") if number else "0"


def form_values(settings: Settings) -> dict[str, Any]:
    """The settings as the form has them: ``gates`` are those that are on and could be off."""
    on = [gate.name for gate in GATES if not gate.always_on and gate.name not in settings.gates_off]
    return {"gates": on, "reach": str(settings.reach)} | {
        name: str(worth) for name, worth in each_points(settings.points).items()
    }


def labels() -> dict[str, str]:
    """The form's fields by the words of their labels."""
    points = {name: said for rows in POINTS.values() for name, said in rows.items()}
    return {"gates": "Gates", "reach": "Reach", "openings": "Openings to look back on", **points}


def changes(before: Settings, after: Settings) -> list[tuple[str, str, str]]:
    """What a proposal changes as (what, from, to)."""
    said = [("Levels above the highest held", str(before.reach), str(after.reach))]
    for gate in GATES:
        was, will = (("off" if gate.name in each.gates_off else "on") for each in (before, after))
        said.append((f"Gate “{gate.label}”", was, will))
    named, now = labels(), each_points(after.points)
    for name, worth in each_points(before.points).items():
        said.append((named[name], signed(worth), signed(now[name])))
    return [(what, was, will) for what, was, will in said if was != will]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version that was switched on. ``proposal`` is the public id of what was looked back on."""

    number: int
    on: str
    by: str
    note: str
    proposal: str


def version_rows(versions: Iterable[MatchingPolicy], words: Words) -> list[VersionRow]:
    """The versions, in the order they came."""
    return [
        VersionRow(
            each.version,
            short_day(words, each.adopted_at),
            each.adopted_by_name,
            each.note,
            str(each.backtest.get("proposal", "")),
        )
        for each in versions
    ]


def waiting_rows(proposals: Iterable[PolicyProposal], present: Settings, words: Words) -> list[tuple[str, str, str]]:
    """Changes of the policy in force that could still be switched on as (public id, what they change, by whom)."""
    return [
        (
            each.public_id,
            in_one_line(present, Settings.from_json(each.settings)),
            f"{each.proposed_by_name}, {_moment(each, words)}",
        )
        for each in proposals
    ]


def in_one_line(before: Settings, after: Settings) -> str:
    """“Gate “Pay floor” off, reach 2, +30 → +25 the same line of work, at most”, and how many more there are."""
    gates = [
        f"gate “{gate.label}” {'off' if gate.name in after.gates_off else 'on'}"
        for gate in GATES
        if (gate.name in before.gates_off) != (gate.name in after.gates_off)
    ]
    reach = [f"reach {after.reach}"] if before.reach != after.reach else []
    named, now = labels(), each_points(after.points)
    points = [
        f"{signed(worth)} → {signed(now[name])} {named[name][0].lower()}{named[name][1:]}"
        for name, worth in each_points(before.points).items()
        if worth != now[name]
    ]
    said = [*gates, *reach, *points]
    more = [f"and {len(said) - _MOST_SAID} more"] if len(said) > _MOST_SAID else []
    line = ", ".join([*said[:_MOST_SAID], *more])
    return line[:1].upper() + line[1:]


def _moment(proposal: PolicyProposal, words: Words) -> str:
    return f"{short_day(words, proposal.proposed_at)}, {words.time(proposal.proposed_at)}"
