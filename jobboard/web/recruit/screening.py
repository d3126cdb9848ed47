"""The questions that a job's applicants are asked: in their order, and the form of one."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.access import Action
from jobboard.applications import screening
from jobboard.applications.models import QuestionKind, ScreeningQuestion
from jobboard.applications.queries import jobs_with
from jobboard.errors import ChangedMeanwhile, Conflict, InvalidInput, QuestionRemoved
from jobboard.flows import screening as flow
from jobboard.jobs import queries
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_plan import removed_words
from jobboard.web.recruit.present_screening import (
    FLAG_CHOICES,
    KIND_LABELS,
    choice_rows,
    doubtful_question,
    doubtful_questions,
    question_labels,
    question_rows,
    question_values,
    questions_heading,
)
from jobboard.web.recruit.voice import many
from jobboard.web.security import conflict_page, endpoint

routes = Routes()


@routes.get("/jobs/<job>/questions")
def questions(job: str) -> ResponseReturnValue:
    """What applicants are asked, and which answers are flagged."""
    return _page(job)


def _page(job: str, errors: Mapping[str, list[str]] | None = None) -> str:
    session, scope = desk.session(), current.scope()
    found = queries.get_job(session, scope, job)
    asked = screening.questions_of(session, found)
    may_change = current.actor().may(Action.MANAGE_JOBS)
    others = jobs_with(session, scope, ScreeningQuestion, besides=found) if may_change else []
    return render_template(
        "jobboard/recruit/questions.html",
        job=found,
        heading=questions_heading(len(asked)),
        rows=question_rows(asked),
        doubtful=doubtful_questions(asked) if may_change else [],
        may_change=may_change,
        is_full=len(asked) >= screening.MOST_QUESTIONS,
        most=screening.MOST_QUESTIONS,
        kinds=[(kind.value, label) for kind, label in KIND_LABELS.items()],
        others=[(one.public_id, f"{one.title}, {one.organization.name}") for one in others],
        errors=errors or {},
    )


@routes.form("/jobs/<job>/questions/new")
def new_question(job: str) -> ResponseReturnValue:
    """One more question of the kind that the address names, after the others."""
    kind = _kind(request.args.get("kind", ""))
    if request.method != "POST":
        return _form(job, kind, {"required": "yes"})
    values = desk.typed()
    if "more" in values:
        return _form(job, kind, values)
    try:
        flow.add_question(current.board(), job, kind, values, actor=current.actor())
    except InvalidInput as problem:
        return _form(job, kind, values, problem.errors), 422
    desk.say("Whoever applies from now on is asked it.")
    return redirect(url_for(".questions", job=job))


@routes.form("/jobs/<job>/questions/<question>")
def edit_question(job: str, question: str) -> ResponseReturnValue:
    """The form of one question. What was answered stays as it was asked."""
    found = screening.get_question(desk.session(), queries.get_job(desk.session(), current.scope(), job), question)
    if request.method != "POST":
        return _form(job, found.kind, question_values(found), question=question)
    kind, values = found.kind, desk.typed()
    if "more" in values:
        return _form(job, kind, values, question=question)
    try:
        flow.change_question(current.board(), job, question, values, actor=current.actor())
    except ChangedMeanwhile as problem:
        again = values | {"seal": problem.seal}
        return _form(job, kind, again, question=question, theirs=problem.theirs), 409
    except InvalidInput as problem:
        return _form(job, kind, values, problem.errors, question=question), 422
    desk.say("Saved, for whoever applies from now on. What was answered stays as it was asked.")
    return redirect(url_for(".questions", job=job))


@routes.refusal(QuestionRemoved)
def question_removed(problem: QuestionRemoved) -> ResponseReturnValue:
    """Who took the question out, and when; what was written of it comes back as a new one."""
    removed = removed_words(problem, words())
    if endpoint() == "edit_question" and request.method == "POST":
        values = desk.typed()
        return _form(problem.job_id, _kind(values.get("kind", "")), values, removed=removed), 409
    way = url_for(".questions", job=problem.job_id)
    return conflict_page(removed, title="This question was taken out", way_url=way, way_words="Show the questions")


@routes.post("/jobs/<job>/questions/<question>/move")
def move_question(job: str, question: str) -> ResponseReturnValue:
    """Ask it one place earlier or later."""
    steps = desk.steps()
    flow.move_question(current.board(), job, question, steps, actor=current.actor())
    return redirect(url_for(".questions", job=job, _anchor=question))


@routes.post("/jobs/<job>/questions/<question>/remove")
def remove_question(job: str, question: str) -> ResponseReturnValue:
    """Ask it no more."""
    flow.remove_question(current.board(), job, question, actor=current.actor())
    undo = url_for(".restore_question", job=job, question=question)
    desk.say("It is asked no more. What was answered stays with the applications.", undo_url=undo)
    return redirect(url_for(".questions", job=job))


@routes.post("/jobs/<job>/questions/<question>/restore")
def restore_question(job: str, question: str) -> ResponseReturnValue:
    """Ask the question again that was taken out last."""
    flow.restore_question(current.board(), job, question, actor=current.actor())
    desk.say("It is asked again.")
    return redirect(url_for(".questions", job=job))


@routes.post("/jobs/<job>/questions/copy")
def copy_questions(job: str) -> ResponseReturnValue:
    """Ask what another job asks, after the job's own questions."""
    try:
        copied = flow.copy_questions(current.board(), job, request.form.get("source", ""), actor=current.actor())
    except InvalidInput as problem:
        return _page(job, problem.errors), 422
    except Conflict as problem:
        return _page(job, {"source": [str(problem)]}), 409
    desk.say(f"{many(copied, 'question')} copied. The other job’s stay as they are.")
    return redirect(url_for(".questions", job=job))


def _kind(wanted: str) -> QuestionKind:
    return QuestionKind(wanted) if wanted in set(QuestionKind) else QuestionKind.TEXT


def _form(
    job: str,
    kind: QuestionKind,
    values: Mapping[str, Any],
    errors: Mapping[str, list[str]] | None = None,
    *,
    question: str = "",
    removed: str = "",
    theirs: Mapping[str, str] | None = None,
) -> str:
    return render_template(
        "jobboard/recruit/question.html",
        job=queries.get_job(desk.session(), current.scope(), job),
        question=question,
        kind=kind.value,
        kind_label=KIND_LABELS[kind],
        values=values,
        choices=choice_rows(values),
        flag_choices=FLAG_CHOICES,
        errors=errors or {},
        removed=removed,
        theirs=theirs or {},
        labels=question_labels(),
        doubtful=doubtful_question(values),
    )
