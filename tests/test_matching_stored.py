"""What was judged is stored without loss, without names, and can be judged again."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobboard.access import SYSTEM
from jobboard.adapters.resume_reader import ResumeText
from jobboard.candidates.service import ResumeFile, add_phone, add_resume, set_education
from jobboard.fit.facts import HeldLevel, JobFacts, PersonFacts
from jobboard.fit.skills import skill_key
from jobboard.keep_on_file.matching.facts import Dismissal, InterviewEvidence, KeptPerson, OpenJob, Policy
from jobboard.keep_on_file.matching.rank import Outcome, judge
from jobboard.keep_on_file.matching.stored import (
    UnreadableFacts,
    as_judged,
    job_from_json,
    job_to_json,
    person_from_json,
    person_to_json,
    policy_from_json,
    policy_to_json,
)
from jobboard.keep_on_file.profiles import kept_person, open_job
from jobboard.state import BoardState
from jobboard.testing import situations as given_
from tests.test_matching_gates import NOW, POLICY, job, job_facts, person

SKILLS = ["budgets", "trade campaigns", "C++", "Go", "JavaScript", "agency management", "people management"]
WORDS = ["Built", "budgets", "in", "C++", "and", "JS", "for", "trade", "campaigns", "go", "manager", "management"]


@pytest.fixture(autouse=True, scope="module")
def plain_values() -> Iterator[None]:
    """Moments have a zone, and numbers are numbers."""
    st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
    st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
    yield
    st.register_type_strategy(datetime, st.datetimes())
    st.register_type_strategy(float, st.floats())


def through_a_database(stored: dict[str, Any]) -> dict[str, Any]:
    """As a JSON column gives it back; PostgreSQL orders keys its own way."""
    found: dict[str, Any] = json.loads(json.dumps(stored, sort_keys=True))
    return found


def verdict(outcome: Outcome) -> tuple[Any, ...]:
    """What decides: every gate, and every reason's points."""
    gates = [(gate.name, gate.passed, gate.soft) for gate in outcome.gates]
    return outcome.score, gates, [line.points for line in outcome.evidence]


@given(st.deferred(lambda: st.from_type(KeptPerson)))
@settings(max_examples=60, deadline=None)
def test_a_person_comes_back_as_they_were(kept: KeptPerson) -> None:
    assert person_from_json(through_a_database(person_to_json(kept))) == kept


@given(st.deferred(lambda: st.from_type(OpenJob)), st.deferred(lambda: st.from_type(Policy)))
@settings(max_examples=60, deadline=None)
def test_a_job_and_a_policy_come_back_as_they_were(opened: OpenJob, policy: Policy) -> None:
    assert job_from_json(through_a_database(job_to_json(opened))) == opened
    assert policy_from_json(through_a_database(policy_to_json(policy))) == policy


@given(
    musts=st.lists(st.sampled_from(SKILLS), max_size=4, unique=True),
    shoulds=st.lists(st.sampled_from(SKILLS), max_size=4, unique=True),
    text=st.lists(st.sampled_from(WORDS), max_size=25),
    own=st.lists(st.sampled_from(["marketing", "manager,", "Leeds", "head", "job."]), max_size=5),
    title=st.sampled_from(["Marketing Manager", "Head of Marketing", "Store Manager"]),
    keywords=st.lists(
        st.sampled_from(["campaign", "budgeting", "building", "trading", "manage"]), max_size=4, unique=True
    ),
)
@settings(max_examples=200, deadline=None)
def test_what_is_kept_of_a_person_is_judged_alike(
    musts: list[str], shoulds: list[str], text: list[str], own: list[str], title: str, keywords: list[str]
) -> None:
    facts = replace(person().facts, text=" ".join(text), skills=frozenset({"go", "wholesale"}))
    talked = InterviewEvidence(("YES",), 1, NOW, "Maren plans backwards.")
    kept = replace(person(), facts=facts, own_words=" ".join(own), own_words_at=NOW, interview=talked)
    opened = job(title=title, keywords=tuple(keywords), facts=job_facts(musts=tuple(musts), shoulds=tuple(shoulds)))
    again = person_from_json(through_a_database(person_to_json(as_judged(kept, opened))))
    assert verdict(judge(again, opened, POLICY)) == verdict(judge(kept, opened, POLICY))


def test_what_is_kept_holds_no_free_text() -> None:
    kept = replace(
        person(),
        own_words="I, Maren, born 1987, want a manager role",
        facts=replace(person().facts, text="Maren's résumé"),
        interview=InterviewEvidence(("YES",), 1, NOW, "Maren is great"),
        dismissals=(Dismissal("level", 2, 3, None, "Maren said no", made_by="Judith"),),
    )
    stored = as_judged(kept, job())
    assert (stored.facts.text, stored.interview.quote, stored.own_words) == ("", "", "manager")
    said = json.dumps(person_to_json(stored))
    assert "Maren" not in said
    assert "Judith" not in said


@pytest.mark.parametrize("kind", [KeptPerson, PersonFacts, HeldLevel, OpenJob, JobFacts, InterviewEvidence])
def test_no_fact_is_a_name_an_age_or_a_contact(kind: Any) -> None:
    forbidden = {"name", "age", "gender", "photo", "born", "birth", "graduat", "email", "phone", "address", "postal"}
    words = {word for each in fields(kind) for word in each.name.split("_")}
    assert not {word for word in words if any(word.startswith(bad) for bad in forbidden)}


def test_nothing_that_names_or_dates_a_person_is_stored(board: BoardState) -> None:
    kept_id = given_.kept_candidate(board, name="Xanthippe Quill")
    candidate_id = given_.kept(board, kept_id).candidate.public_id
    resume = "Xanthippe Quill, born 3 May 1987, xq@example.org, 07700 900123. BA 2008. Budgets and trade campaigns."
    with board.transaction() as session:
        candidate = given_.person(board, candidate_id, session)
        add_phone(candidate, "07700 900123")
        set_education(candidate, [{"institution": "Quill College", "started_on": date(2005, 9, 1)}])
        stored = board.storage.save(BytesIO(resume.encode()))
        file = ResumeFile(stored, "cv.txt", "text/plain", ResumeText(resume))
        add_resume(session, candidate, file, actor=SYSTEM, now=board.now())
    opened = open_job(given_.job(board, given_.a_job(board)))
    facts = as_judged(kept_person(given_.kept(board, kept_id), now=board.now()), opened)
    said = json.dumps(person_to_json(facts))
    for secret in ("Xanthippe", "Quill", "1987", "example.org", "07700", "2008", "2005", "College"):
        assert secret not in said
    assert facts.facts.skills == {skill_key(skill) for skill in given_.SKILLS}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"age": 41}, "person has 'age'"),
        ({"format": 99}, "format 99"),
        ({"min_level": "5"}, "person.min_level is not a whole number"),
        ({"consent_live": 1}, "person.consent_live is not yes or no"),
        ({"places": "Leeds"}, "person.places is not a list"),
        ({"available_from": "soon"}, "person.available_from is 'soon'"),
        ({"own_words_at": "2026-01-01T09:00:00"}, "without its zone"),
        ({"facts": None}, "person.facts is not a set"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(change: dict[str, Any], said: str) -> None:
    with pytest.raises(UnreadableFacts, match=said.replace("(", r"\(")):
        person_from_json(person_to_json(person()) | change)


def test_a_missing_fact_is_refused_unless_it_has_a_default() -> None:
    stored = person_to_json(person())
    del stored["dismissals"]
    assert person_from_json(stored).dismissals == ()
    del stored["consent_live"]
    with pytest.raises(UnreadableFacts, match="person lacks 'consent_live'"):
        person_from_json(stored)
