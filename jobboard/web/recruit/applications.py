"""One person for one job, and coming back from a close."""

from collections.abc import Sequence

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.applications import queries
from jobboard.applications.answers import answers_to
from jobboard.applications.models import Application
from jobboard.candidates import queries as people
from jobboard.db.history import History, of_subject
from jobboard.flows import close_application as closing
from jobboard.flows.gaps import gaps_for
from jobboard.flows.screening_answers import open_answer
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.recruit import desk
from jobboard.web.recruit.present_answers import answer_sets
from jobboard.web.recruit.present_application import about_application, interview_rows, verdict_sentence
from jobboard.web.recruit.present_candidate import work_lines
from jobboard.web.recruit.present_close import reopened_sentence
from jobboard.web.recruit.present_consent import consent_until, running_words
from jobboard.web.recruit.present_gaps import gap_rows
from jobboard.web.recruit.present_pipeline import STAGE_LABELS, move_options
from jobboard.web.recruit.present_summary import summary_panel
from jobboard.web.recruit.timelines import told, unseen

routes = Routes()

MOST_EVENTS = 30


@routes.get("/applications/<application>")
def application(application: str) -> ResponseReturnValue:
    """Where the person stands against the job, what interviewers said, and what can be done next."""
    found = queries.get_application(desk.session(), current.scope(), application)
    gaps = gaps_for(found, now=current.board().now(), reader=current.actor())
    history = _history(found)
    return render_template(
        "jobboard/recruit/application.html",
        application=found,
        about=about_application(found, words()),
        stage=STAGE_LABELS[found.stage],
        moves=move_options(found),
        gaps=gap_rows(gaps),
        verdict=verdict_sentence(gaps, found.applied_title),
        summary=summary_panel(found.interviews, current.actor(), words()),
        interviews=interview_rows(found, current.actor(), words()),
        consent=consent_until(found.candidate, words()),
        running=running_words(found.candidate, [found], words()),
        work=work_lines(found.candidate, words()),
        answers=answer_sets(answers_to(desk.session(), [found]), words()),
        undo_for=found.candidate.public_id,
        undo_back=found.public_id,
        events=told([entry for entry in history if entry.what not in unseen()]),
    )


@routes.get("/applications/<application>/answers/<answer>")
def answer_file(application: str, answer: str) -> ResponseReturnValue:
    """A file that answers a question, as a download."""
    found, stream = open_answer(current.board(), application, answer, actor=current.actor())
    return desk.download(stream, found.answer)


def _history(found: Application) -> Sequence[History]:
    """What happened to the person, but for what other clients keep to themselves and scorecards that are not open to
    the reader yet; for who sees their own jobs alone, to
    this application."""
    if current.actor().sees_own_jobs_only:
        return of_subject(desk.session(), found, limit=MOST_EVENTS)
    behind = (queries.behind_walls(found), queries.sealed_cards(found.candidate, current.actor()))
    return people.timeline(desk.session(), current.scope(), found.candidate, behind=behind, limit=MOST_EVENTS)


@routes.post("/applications/<application>/reopen")
def reopen(application: str) -> ResponseReturnValue:
    """Take a close back: the application runs again, its kept record and unsent message are withdrawn."""
    reopened = closing.reopen(current.board(), application, actor=current.actor())
    desk.say(reopened_sentence(reopened, words()))
    return redirect(url_for(".application", application=application))
