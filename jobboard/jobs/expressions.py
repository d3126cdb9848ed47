"""A boolean query as a condition of the database."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, not_, or_, true

from jobboard.search.boolean import AllOf, AnyOf, Expression, Leaf, Not, parse_boolean
from jobboard.search.tokens import words_of

Condition = ColumnElement[bool]


def boolean_condition(text: str, holds: Callable[[str], Condition]) -> Condition:
    """Whether a row answers ``text``; ``holds`` says whether it has one word or phrase. Always so for no words."""
    expression = parse_boolean(text)
    return true() if expression is None else _condition(expression, holds)


def _condition(expression: Expression, holds: Callable[[str], Condition]) -> Condition:
    match expression:
        case Leaf(text):
            return holds(text) if words_of(text, brief=True) else true()
        case Not(part):
            return not_(_condition(part, holds))
        case AllOf(parts):
            return and_(*(_condition(part, holds) for part in parts))
        case AnyOf(parts):
            return or_(*(_condition(part, holds) for part in parts))
