"""The people the story names, read from their tables: careers, interviews and wishes exactly as written there."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from example_site.seed.applications import Opening, application, closed, consent, opening
from example_site.seed.dates import at, day_of, month_before, working_day, years_after
from example_site.seed.interviews import booked
from example_site.seed.people import Story, basics, skills
from example_site.seed.resume import candidate
from example_site.seed.story import signature
from example_site.seed.tables import LEVELS, rated_in, table, trade

_HALF_HOUR = timedelta(minutes=30)


def named_people(story: Story) -> Iterator[dict[str, Any]]:
    """Maren first, then the others on file, then everybody on the credit controller's board."""
    for name in ("named/on_file", "named/credit_control"):
        for person in table(name)["person"]:
            yield _person(story, person)


def _person(story: Story, person: Mapping[str, Any]) -> dict[str, Any]:
    if not story.claim(person["name"]):
        raise ValueError(f"{person['name']} is written twice in the tables of named people.")
    return candidate(
        basics(story, person["name"], person["town"], phone=person.get("phone")),
        _resume(story, person),
        consents=[_consent(story, entry) for entry in person["consents"]],
        applications=[_application(story, person, entry) for entry in person["application"]],
    )


def _resume(story: Story, person: Mapping[str, Any]) -> dict[str, Any]:
    anchor = _anchor(story, person)
    courses = [dict(zip(("institution", "area", "studyType"), course, strict=True)) for course in person["education"]]
    return {
        "label": person["label"],
        "summary": person["summary"],
        "work": [_work(anchor, post) for post in person["work"]],
        "education": courses,
        "skills": skills(person["skills"]),
    }


def _anchor(story: Story, person: Mapping[str, Any]) -> datetime:
    """The moment the person's months are counted from: the month they were interviewed in, or now."""
    if "anchor" not in person:
        return story.now
    return at(day_of(story.now, {"since": person["anchor"], "day": 0}), 12)


def _work(anchor: datetime, post: Mapping[str, Any]) -> dict[str, Any]:
    work = {
        "name": post["name"],
        "location": post["town"],
        "position": post["position"],
        "startDate": month_before(anchor, post["start"]),
        "summary": post["summary"],
        "highlights": list(post["highlights"]),
    }
    return work | ({"endDate": month_before(anchor, post["end"])} if "end" in post else {})


def _consent(story: Story, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Given on a day for two years; or ending so many days from now, whenever it was given."""
    ends = story.now + timedelta(days=entry.get("ends_in", 0))
    granted = _moment(story, entry["on"], 12) if "on" in entry else years_after(ends, -2)
    given = consent(entry["purpose"], granted, years=entry.get("years", 2))
    return given | ({"expiresAt": ends.isoformat()} if "ends_in" in entry else {})


def _moment(story: Story, spec: Any, hour: int) -> datetime:
    """That day at that hour; for today, half an hour ago at the latest."""
    return min(at(day_of(story.now, spec), hour), story.now - _HALF_HOUR)


def _application(story: Story, person: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    job = opening(entry["ref"]) if "ref" in entry else _earlier(entry)
    applied = _moment(story, entry["applied"], 9)
    made = application(job, applied, stage=entry["stage"], source=entry.get("source", "web"))
    made["interviews"] = [_meeting(story, job, entry[kind]) for kind in ("screened", "meeting") if kind in entry]
    if "code" in entry:
        made |= closed(entry["code"], _moment(story, entry["closed"], 16))
    if "evidence" in entry:
        made["evidence"] = [dict(gap) for gap in entry["evidence"]]
    if "keep" in entry:
        made["keep"] = _keep(story, person, entry["keep"])
    return made


def _earlier(entry: Mapping[str, Any]) -> Opening:
    """An opening from before the board began."""
    return Opening(
        title=entry["title"],
        rank=LEVELS.index(entry["level"]),
        trade=entry["function"],
        function=entry["function"],
        skills=tuple(entry["skills"]),
    )


def _meeting(story: Story, job: Opening, meeting: Mapping[str, Any]) -> dict[str, Any]:
    named = {"round": meeting["round"]} if "round" in meeting else {}
    if "booked" in meeting:
        hour, minute, *weekday = meeting["booked"]
        start = story.diary.next_at(hour, minute, weekday=weekday[0] if weekday else None)
        story.diary.take(start, meeting["by"])
        return booked(start, meeting["by"]) | named
    completed = at(working_day(day_of(story.now, meeting["on"])), meeting["hour"]) + timedelta(minutes=70)
    people = [signature(person) for person in meeting["by"]]
    asked = rated_in(job.ref, meeting["round"]) if named else trade(job.trade)["attributes"]
    cards = [_card(asked, author, card, completed) for author, card in zip(people, meeting["cards"], strict=False)]
    return {"completedAt": completed.isoformat(), "interviewers": people, "scorecards": cards} | named


def _card(asked: Sequence[str], author: Any, card: Mapping[str, Any], completed: datetime) -> dict[str, Any]:
    """A written card. A rating of 0 stands for "not seen", because TOML has no null."""
    rated = zip(asked, card["ratings"], card.get("notes", [""] * len(asked)), strict=True)
    return {
        "author": author,
        "overall": card["overall"],
        "size": card["size"],
        "takeaways": card["says"],
        "ratings": [{"attribute": name, "rating": rating or None, "note": note} for name, rating, note in rated],
        "submittedAt": (completed + timedelta(minutes=20)).isoformat(),
    }


def _keep(story: Story, person: Mapping[str, Any], wishes: Mapping[str, Any]) -> dict[str, Any]:
    promise = next(given for given in person["consents"] if given["purpose"] == "keep_on_file")
    return {
        "targetFunctions": list(wishes["functions"]),
        "minLevel": wishes["min"],
        "maxLevel": wishes["max"],
        "payFloor": {"amount": wishes["floor"] * 100, "currency": "GBP", "unit": "YEAR"},
        "locations": list(wishes["places"]),
        "workModes": list(wishes["modes"]),
        "expiresAt": _consent(story, promise)["expiresAt"],
        "reviewAt": at(story.now.date() + timedelta(days=wishes["review"]), 9).isoformat(),
        "reason": wishes["reason"],
        "status": wishes["status"],
        "owner": signature(wishes["owner"]),
        "excludedOrganizations": list(wishes.get("never", [])),
    } | ({"ownWords": wishes["words"]} if "words" in wishes else {})
