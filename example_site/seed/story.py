"""Who works at Wend & Harbour, and who of its clients sits in on interviews. Everybody here is made up."""

from typing import Literal, TypedDict

Role = Literal["recruiter", "admin", "hiring_manager", "interviewer"]


class StaffMember(TypedDict):
    """One person with a login: ``id`` is the opaque actor id that Jobboard stores."""

    id: str
    name: str
    email: str
    role: Role


class Signature(TypedDict):
    """The part of a staff member that goes beside an interview or a scorecard."""

    id: str
    name: str


def _member(key: str, name: str, role: Role) -> StaffMember:
    return {"id": key, "name": name, "email": f"{key}@wendharbour.example", "role": role}


RECRUITERS: tuple[StaffMember, ...] = (
    _member("judith", "Judith Amaro-Kell", "recruiter"),
    _member("ravi", "Ravi Menon-Clough", "recruiter"),
    _member("nerys", "Nerys Thackwray", "recruiter"),
    _member("bridie", "Bridie Maltravers", "admin"),
)
"""The firm's own people. Bridie keeps the board in order; the other three look after jobs and candidates."""

INTERVIEWERS: tuple[StaffMember, ...] = (
    _member("helena", "Helena Voss-Ackroyd", "hiring_manager"),
    _member("duncan", "Duncan Ellerby-Shah", "hiring_manager"),
    _member("marisol", "Marisol Crake", "hiring_manager"),
    _member("piers", "Piers Okonjo-Dale", "hiring_manager"),
    _member("tomasz", "Tomasz Harker-Lisle", "interviewer"),
    _member("anneke", "Anneke Broadbelt", "interviewer"),
    _member("sunil", "Sunil Garforth-Rao", "interviewer"),
    _member("orla", "Orla Penhaligon", "interviewer"),
)
"""The clients' hiring managers, and the specialists the firm asks to sit in on an interview."""


def staff(key: str) -> StaffMember:
    """The member with this ``id``. Raises ``KeyError`` for an id that is on neither list."""
    return {member["id"]: member for member in (*RECRUITERS, *INTERVIEWERS)}[key]


def signature(key: str) -> Signature:
    """``{"id", "name"}`` of one member, as an interview or a scorecard carries it. Raises ``KeyError``."""
    member = staff(key)
    return {"id": member["id"], "name": member["name"]}
