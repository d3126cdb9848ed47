"""Which colleagues a text names by “@”. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jobboard.access import Actor
from jobboard.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A text in which every mention is written out as “@” and the whole name, the colleagues it names, each once, and
    the words after an “@” that are nobody's name here."""

    text: str
    colleagues: tuple[Actor, ...]
    unknown: tuple[str, ...]


def find_mentions(text: str, colleagues: Sequence[Actor]) -> Mentioned:
    """Read ``@Judith Amaro-Kell``, ``@Judith`` or ``@judith`` (an actor's id); an address such as ``a@b.example`` names
    nobody. Raises ``InvalidInput`` on ``text`` where a name could be two people's."""
    known = _handles(colleagues)
    named: dict[str, Actor] = {}
    unknown: list[str] = []

    def write_out(found: re.Match[str]) -> str:
        handle, word = found.group("known"), found.group("word")
        if handle is None:
            unknown.append(word)
            return found.group()
        actor = _the_one(handle, known[handle.lower()])
        named[actor.id] = actor
        return f"@{actor.name}"

    written = _pattern(known).sub(write_out, text)
    return Mentioned(written, tuple(named.values()), tuple(dict.fromkeys(unknown)))


def _handles(colleagues: Sequence[Actor]) -> dict[str, list[Actor]]:
    """By what each colleague can be named, in lower case: the whole name, the first name, the id."""
    known: dict[str, list[Actor]] = {}
    for actor in colleagues:
        for handle in {actor.name.lower(), *actor.name.lower().split()[:1], actor.id.lower()} - {""}:
            known.setdefault(handle, []).append(actor)
    return known


def _pattern(known: Mapping[str, Sequence[Actor]]) -> re.Pattern[str]:
    longest_first = sorted(known, key=len, reverse=True)
    names = "|".join(map(re.escape, longest_first)) or r"(?!)"
    return re.compile(rf"(?<![\w.@])@(?:(?P<known>{names})(?!-?\w)|(?P<word>\w[\w-]*))", re.IGNORECASE)


def _the_one(handle: str, actors: Sequence[Actor]) -> Actor:
    if len(actors) == 1:
        return actors[0]
    names = " or ".join(actor.name for actor in actors)
    raise InvalidInput({"text": [f"@{handle} could be {names}. Write the whole name."]})
