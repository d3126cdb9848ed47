"""One person's page: what is known and agreed, what was written, and everything that happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.access import Action
from jobboard.applications import queries as applications
from jobboard.candidates import queries
from jobboard.candidates.attachments import attachments_of
from jobboard.candidates.models import Candidate
from jobboard.candidates.tags import known_tags
from jobboard.errors import ChangedMeanwhile, InvalidInput
from jobboard.flows import notes, pool_many
from jobboard.flows import pool as flow
from jobboard.flows.duplicates import lookalikes
from jobboard.flows.tasks import assignees
from jobboard.keep_on_file import queries as kept_queries
from jobboard.keep_on_file import rule_queries
from jobboard.teamwork import queries as teamwork
from jobboard.teamwork import task_queries
from jobboard.web.blueprints import Routes
from jobboard.web.present import ATTACHMENT_KINDS, words
from jobboard.web.recruit import desk
from jobboard.web.recruit.inbox_view import LONGEST_ID
from jobboard.web.recruit.present_attachments import attachment_rows
from jobboard.web.recruit.present_candidate import (
    application_rows,
    candidate_heading,
    contact_facts,
    education_lines,
    kept_panels,
    lookalike_rows,
    work_lines,
)
from jobboard.web.recruit.present_consent import consent_until, running_words
from jobboard.web.recruit.present_decide import level_choices
from jobboard.web.recruit.present_history import KINDS
from jobboard.web.recruit.present_notes import mention_hint, note_rows
from jobboard.web.recruit.present_rules import rule_row
from jobboard.web.recruit.present_tasks import assignee_options, new_task_values, task_rows
from jobboard.web.recruit.timelines import told, unseen

routes = Routes()

MOST_EVENTS = 30
"""Entries of the timeline that the page shows at once."""

Errors = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Typed:
    """What came back from one of the page's forms, and what is wrong with it. A field's id is the form's name, “-” and
    its own; ``position`` is that of the past role a level was typed in for. ``theirs`` is what somebody else saved
    while the form was open, label and words."""

    form: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    position: int = -1
    theirs: Mapping[str, str] = field(default_factory=dict)

    def values_of(self, form: str) -> Mapping[str, Any]:
        """What was typed into ``form``; nothing where another one came back."""
        return self.values if form == self.form else {}

    def errors_of(self, form: str) -> Errors:
        """What is wrong in ``form``."""
        return self.errors if form == self.form else {}

    @property
    def summary(self) -> dict[str, Sequence[str]]:
        """Every problem by the id of its field."""
        return {f"{self.form}-{name}": said for name, said in self.errors.items()}


@routes.get("/candidates/<candidate>")
def candidate(candidate: str) -> ResponseReturnValue:
    """One person: facts, consent, kept record, notes, past roles, applications and everything that happened."""
    return page(candidate)


@routes.post("/candidates/<candidate>/work")
def add_work_history(candidate: str) -> ResponseReturnValue:
    """Add a past role that somebody told us of."""
    values = desk.typed()
    try:
        flow.add_work_history(current.board(), candidate, values, actor=current.actor())
    except InvalidInput as problem:
        return page(candidate, Typed("role", values, problem.errors)), 422
    desk.say("Past role added. Its level was read from the title.")
    return redirect(url_for(".candidate", candidate=candidate) + "#work")


@routes.post("/candidates/<candidate>/work/<int:position>/level")
def set_past_level(candidate: str, position: int) -> ResponseReturnValue:
    """Say where a past role stood, against what its title says; or let the title say it again."""
    values = desk.typed()
    try:
        flow.set_past_level(current.board(), candidate, position, values, actor=current.actor())
    except ChangedMeanwhile as problem:
        return page(candidate, _over_theirs(f"role{position}", "level", values, problem, position)), 409
    except InvalidInput as problem:
        return page(candidate, Typed(f"role{position}", values, problem.errors, position)), 422
    desk.say("Level saved. Whoever is kept was judged anew by it.")
    return redirect(url_for(".candidate", candidate=candidate) + "#work")


@routes.post("/candidates/<candidate>/skills")
def change_skills(candidate: str) -> ResponseReturnValue:
    """Replace the skills by what somebody was told."""
    values = desk.typed()
    try:
        flow.change_skills(current.board(), candidate, values, actor=current.actor())
    except ChangedMeanwhile as problem:
        return page(candidate, _over_theirs("known", "skills", values, problem)), 409
    except InvalidInput as problem:
        return page(candidate, Typed("known", values, problem.errors)), 422
    desk.say("Skills saved.")
    return redirect(url_for(".candidate", candidate=candidate) + "#skills")


def _over_theirs(
    form: str, name: str, values: Mapping[str, Any], problem: ChangedMeanwhile, position: int = -1
) -> Typed:
    """The form as it came back, with both versions beside its field ``name``, to which the head of the page leads."""
    return Typed(form, {**values, "seal": problem.seal}, {name: [str(problem)]}, position, problem.theirs)


@routes.post("/candidates/<candidate>/do-not-contact")
def do_not_contact(candidate: str) -> ResponseReturnValue:
    """They asked not to be contacted, or that is over."""
    asked, why = request.form.get("asked") == "yes", request.form.get("why", "").strip()[:500]
    flow.set_do_not_contact(current.board(), candidate, asked=asked, actor=current.actor(), why=why)
    undo = url_for(".do_not_contact", candidate=candidate)
    said = "Nobody writes to them any more, and they surface for nothing." if asked else "They may be contacted again."
    desk.say(said, undo_url=undo, undo_fields={"asked": "" if asked else "yes"})
    return redirect(url_for(".candidate", candidate=candidate) + "#contact")


@routes.post("/candidates/<candidate>/undo")
def undo_act(candidate: str) -> ResponseReturnValue:
    """Take back, from their timeline, what was done with them: a move, a close, a tag, a mail that has not left."""
    key, application = (request.form.get(name, "")[:LONGEST_ID] for name in ("together", "application"))
    pool_many.undo(current.board(), key, actor=current.actor(), person=candidate)
    desk.say("Taken back.")
    if application:
        return redirect(url_for(".application", application=application, _anchor="history"))
    return redirect(url_for(".candidate", candidate=candidate, _anchor="timeline"))


def page(public_id: str, typed: Typed | None = None) -> str:
    """The page of a person, with what came back from one of its forms. Under twenty statements."""
    session, scope = desk.session(), current.scope()
    found = queries.get_profile(session, scope, public_id)
    theirs = applications.applications_told(session, scope, found)
    return render_template(
        "jobboard/recruit/candidate.html",
        typed=typed or Typed(),
        candidate=found,
        heading=candidate_heading(found),
        tags=known_tags(session, scope, found),
        consent=consent_until(found, words()),
        running=running_words(found, theirs, words()),
        rules=[rule_row(rule, words()) for rule in rule_queries.rules_of(session, scope, found, now=words().now)],
        kept=kept_panels(kept_queries.kept_of(session, scope, found), words()),
        applications=application_rows(theirs, words()),
        work=work_lines(found, words()),
        level_choices=level_choices(words()),
        education=education_lines(found),
        lookalikes=lookalike_rows(lookalikes(current.board(), session, found, actor=scope.actor), words()),
        contact=contact_facts(found),
        skills_seal=flow.skills_seal(found),
        note_subjects=[(row.public_id, row.applied_title) for row in theirs],
        attachments=attachment_rows(attachments_of(session, scope, found), words()),
        attachment_kinds=[(kind.value, label) for kind, label in ATTACHMENT_KINDS.items()],
        **_notes(found),
        **_tasks(found),
        **_timeline(found),
    )


def _notes(found: Candidate) -> dict[str, Any]:
    actor, board = current.actor(), current.board()
    if not actor.may(Action.READ_NOTES):
        return {}
    return {
        "notes": note_rows(teamwork.notes_about(desk.session(), current.scope(), found), actor, words()),
        "mention_hint": mention_hint(notes.colleagues(board), actor),
    }


def _tasks(found: Candidate) -> dict[str, Any]:
    actor, board = current.actor(), current.board()
    if not actor.may(Action.WORK_POOL):
        return {}
    return {
        "tasks": task_rows(task_queries.tasks_about(desk.session(), current.scope(), found), actor, words()),
        "new_task": new_task_values(words().date_of(words().now)),
        "assignees": assignee_options(assignees(board, actor), actor),
    }


def _timeline(found: Candidate) -> dict[str, Any]:
    """A stretch of everything, or of one kind that the address names."""
    kind = request.args.get("kind", "")
    only = KINDS[kind].what if kind in KINDS else frozenset()
    stretch = queries.timeline_page(
        desk.session(),
        current.scope(),
        found,
        desk.wanted_page(MOST_EVENTS),
        only=only,
        without=unseen(),
        behind=[applications.sealed_cards(found, current.actor())],
    )
    return {
        "undo_for": found.public_id,
        "events": told(stretch.items, linked=True),
        "stretch": stretch,
        "kind": kind if kind in KINDS else "",
        "kinds": KINDS,
    }
