"""Alembic's list of differences, said in sentences."""

from collections.abc import Iterable, Iterator
from typing import Any


def sentences(differences: Iterable[Any]) -> list[str]:
    """One sentence a difference, as ``compare_metadata`` returns them: the database against the models."""
    return [_sentence(difference) for difference in _flat(differences)]


def _flat(differences: Iterable[Any]) -> Iterator[Any]:
    """Changes of one column come as a list of their own."""
    for difference in differences:
        if isinstance(difference, list):
            yield from difference
        else:
            yield difference


def _sentence(difference: Any) -> str:
    kind, *about = difference
    sign, _, what = kind.partition("_")
    said = {"add": "is missing from", "remove": "is unknown to us but stands in"}.get(sign)
    if said is None:
        column, here, wanted = f"{about[1]}.{about[2]}", about[-2], about[-1]
        return f"The column {column} differs in its {what}: it is {here!r} and should be {wanted!r}."
    return f"The {_NAMES.get(what, what)} {_name(what, about)} {said} the database."


_NAMES = {"fk": "foreign key", "table_comment": "comment of the table"}


def _name(what: str, about: list[Any]) -> str:
    if what == "column":
        return f"{about[1]}.{about[2].name}"
    thing = about[0]
    if what in {"index", "constraint", "fk"}:
        return f"{thing.name} on {thing.table.name}"
    return str(thing.name)
