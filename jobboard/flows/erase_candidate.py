"""A person is erased: every personal column about them is blanked or its row deleted, and their files with it.

What stays is what nobody can be recognised by: counts, stages, reasons and dates, so that reports remain true.
"""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, selectinload

from jobboard.access import Actor, Scope
from jobboard.alerts.service import forget_addresses
from jobboard.applications.answers import answer_keys_of
from jobboard.applications.models import (
    Application,
    ApplicationDraft,
    ApplicationStatus,
    CandidateMessage,
    Interview,
    Scorecard,
    ScorecardRating,
    ScreeningAnswer,
)
from jobboard.candidates.attachments import stored_keys_of
from jobboard.candidates.models import (
    Attachment,
    Candidate,
    CandidateAlias,
    CandidateEmail,
    CandidatePhone,
    CandidateSkill,
    CandidateTag,
    Consent,
    Education,
    Merge,
    ResumeVersion,
    WorkHistory,
    new_access_key,
)
from jobboard.candidates.queries import get_candidate
from jobboard.candidates.service import email_key
from jobboard.candidates.tombstones import bury
from jobboard.db.compaction import forget_deleted
from jobboard.db.history import History, record
from jobboard.db.transaction import in_transaction
from jobboard.flows.announce import announce
from jobboard.flows.file_imports import forget_all_held
from jobboard.flows.files import delete_later, discard_draft
from jobboard.keep_on_file.bench_blocks import clear
from jobboard.keep_on_file.models import BenchRow, KeptCandidate, KeptStatus
from jobboard.keep_on_file.service import forget_wishes
from jobboard.state import BoardState
from jobboard.teamwork.service import erase_notes
from jobboard.teamwork.tasks import erase_tasks

_DELETED = (
    Attachment,
    BenchRow,
    CandidateEmail,
    CandidatePhone,
    WorkHistory,
    CandidateSkill,
    CandidateTag,
    Education,
    ResumeVersion,
    CandidateAlias,
    CandidateMessage,
    Consent,
    Merge,
)


def erase(board: BoardState, candidate_id: str, *, actor: Actor, why: str) -> None:
    """Erase the person for good. Raises ``NotFound``. Files go right after the commit, and so does what the database's
    log still holds."""
    _erase(board, candidate_id, actor=actor, why=why)
    if board.owns_session and not in_transaction(board.session()):
        board.session.remove()
        forget_deleted(board.engine)


def _erase(board: BoardState, candidate_id: str, *, actor: Actor, why: str) -> None:
    with board.transaction() as session:
        candidate = get_candidate(session, Scope(board.name, actor), candidate_id)
        merged = session.scalars(select(Candidate).where(Candidate.merged_into_id == candidate.id)).all()
        names = [row.external_id or "" for row in (candidate, *merged)] + [mail.address for mail in candidate.emails]
        bury(session, board.name, names, secret=board.secret, at=board.now())
        _erase_files(board, session, candidate)
        _erase_drafts(board, session, candidate)
        forget_all_held(board, session, actor=actor)
        forget_addresses(session, board.name, [email.address_key for email in candidate.emails])
        _end_applications(board, session, candidate.id)
        _blank_around(session, board.name, candidate.id)
        everybody = [row.id for row in (candidate, *merged)]
        for table in _DELETED:
            session.execute(delete(table).where(table.candidate_id.in_(everybody)))
        session.expire(candidate)
        for row in (candidate, *merged):
            _blank_person(row)
        candidate.erased_at = board.now()
        record(session, candidate, "candidate_erased", actor=actor, at=board.now(), about=candidate.id, after=why[:200])
        announce(board, session, "candidate-erased", candidate=candidate.public_id)


def _erase_files(board: BoardState, session: Session, candidate: Candidate) -> None:
    for version in candidate.resumes:
        delete_later(board, session, version.storage_key)
    for key in (*stored_keys_of(session, candidate.id), *answer_keys_of(session, candidate.id)):
        delete_later(board, session, key)


def _erase_drafts(board: BoardState, session: Session, candidate: Candidate) -> None:
    """Unsent drafts are nobody's yet, but one with the person's address in it is about them. Drafts live two days, so
    there are few."""
    addresses = {email.address_key for email in candidate.emails}
    theirs = select(ApplicationDraft).where(ApplicationDraft.board == board.name)
    for draft in session.scalars(theirs.options(selectinload(ApplicationDraft.files))):
        if email_key(str(draft.form.get("email", ""))) in addresses:
            discard_draft(board, session, draft)


def _end_applications(board: BoardState, session: Session, candidate_id: int) -> None:
    """Nobody is left to go through the pipeline."""
    session.execute(
        update(Application)
        .where(Application.candidate_id == candidate_id, Application.status == ApplicationStatus.ACTIVE)
        .values(status=ApplicationStatus.WITHDRAWN, closed_at=board.now(), version=Application.version + 1)
    )


def _blank_person(candidate: Candidate) -> None:
    candidate.external_id, candidate.import_digest = None, ""
    candidate.name = "Erased"
    candidate.headline = candidate.summary = candidate.locality = candidate.region = candidate.country = ""
    candidate.access_key = new_access_key()


def _blank_around(session: Session, board: str, candidate_id: int) -> None:
    applications = select(Application.id).where(Application.candidate_id == candidate_id)
    interviews = select(Interview.id).where(Interview.application_id.in_(applications))
    kept = session.scalars(select(KeptCandidate.id).where(KeptCandidate.candidate_id == candidate_id)).all()
    session.execute(delete(ScreeningAnswer).where(ScreeningAnswer.application_id.in_(applications)))
    session.execute(
        update(ScorecardRating)
        .where(ScorecardRating.scorecard_id.in_(select(Scorecard.id).where(Scorecard.interview_id.in_(interviews))))
        .values(note="")
    )
    session.execute(
        update(Scorecard)
        .where(Scorecard.interview_id.in_(interviews))
        .values(takeaways="", version=Scorecard.version + 1)
    )
    session.execute(
        update(Application)
        .where(Application.candidate_id == candidate_id)
        .values(note="", closing_evidence=[], version=Application.version + 1)
    )
    erase_notes(session, candidate_id)
    erase_tasks(session, candidate_id)
    forget_wishes(session, kept)
    clear(session, board, kept)
    session.execute(
        update(KeptCandidate)
        .where(KeptCandidate.id.in_(kept))
        .values(status=KeptStatus.ERASED, excluded_organizations=[], version=KeptCandidate.version + 1)
    )
    session.execute(update(History).where(History.about == candidate_id).values(why=""))
