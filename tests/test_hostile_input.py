"""What strangers may send, and what must not come of it."""

import bz2
import time
import tracemalloc
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from jobboard.applications.models import CandidateMessage
from jobboard.candidates.models import ConsentPurpose
from jobboard.candidates.queries import newest_consent
from jobboard.effects import drain
from jobboard.flows import apply, own_data, review
from jobboard.flows.uploads import ODT, Upload, content_type
from jobboard.keep_on_file import queries
from jobboard.keep_on_file.models import SurfacingStatus
from jobboard.state import BoardState
from jobboard.testing import situations as given
from jobboard.web.prose import render

FORM = {"name": "Priya Moss", "email": "priya@example.org", "place": "Leeds", "keep": "yes"}


def an_odt(mimetype: bytes, *, compression: int = zipfile.ZIP_STORED) -> BytesIO:
    """An OpenDocument container whose declared type is ``mimetype``."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", "<office/>")
    stream.seek(0)
    return stream


def test_a_container_that_would_unpack_to_gigabytes_is_not_unpacked() -> None:
    bomb = an_odt(b"\0" * 200_000_000, compression=zipfile.ZIP_BZIP2)
    tracemalloc.start()
    assert content_type(bomb) is None
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000


@pytest.mark.parametrize("at", range(0, 300, 7))
def test_a_damaged_container_is_refused_in_words(at: int) -> None:
    whole = bytearray(an_odt(ODT.encode()).getvalue())
    whole[at % len(whole)] ^= 0xFF
    assert content_type(BytesIO(bytes(whole))) in {None, ODT, "text/plain"}
    assert content_type(BytesIO(bz2.compress(bytes(whole)))) is None


@pytest.mark.parametrize("text", ["[" * 100_000, "![" * 50_000, "**" * 50_000, "`" * 100_000, "> " * 50_000])
def test_no_text_of_a_job_holds_its_page_up(text: str) -> None:
    start = time.process_time()
    render(text)
    assert time.process_time() - start < 3


def test_head_changes_nothing(board: BoardState, recruiter: FlaskClient) -> None:
    given.kept_candidate(board)
    given.a_job(board, "Marketing Manager", publish=True)
    surfacing = queries.inbox(board.session(), given.scope(board), now=board.now())[0].public_id
    for act in ("dismiss", "snooze", "invite"):
        recruiter.head(f"/recruit/inbox/{surfacing}/{act}", data={"scope": "job"})
    board.session().expire_all()
    found = queries.get_surfacing(board.session(), given.scope(board), surfacing)
    assert found.status is SurfacingStatus.NEW


def test_a_second_press_on_send_gets_the_same_receipt(board: BoardState) -> None:
    job_id = given.a_job(board, publish=True)
    draft = apply.save_draft(board, job_id, FORM, Upload(BytesIO(b"words"), "cv.txt"))
    assert apply.send(board, draft) == apply.send(board, draft)


def test_nobody_else_can_say_yes_for_somebody_we_know(board: BoardState) -> None:
    known = given.a_candidate(board, email="priya@example.org")
    draft = apply.save_draft(board, given.a_job(board, publish=True), FORM, Upload(BytesIO(b"words"), "cv.txt"))
    assert apply.send(board, draft).kept
    assert newest_consent(given.person(board, known), ConsentPurpose.KEEP_ON_FILE) is None


def test_stopping_also_stops_the_mail_that_waits(board: BoardState, mail: Any, clock: Any) -> None:
    kept = given.kept(board, given.kept_candidate(board))
    given.a_job(board, "Marketing Manager", publish=True)
    surfacing = queries.inbox(board.session(), given.scope(board), now=board.now())[0].public_id
    review.invite(board, surfacing, {"subject": "A role", "body": "Talk?"}, actor=given.RECRUITER)
    own_data.withdraw_keep_consent(board, kept.candidate.access_key)
    clock.advance(timedelta(hours=1))
    drain(board)
    assert mail.sent == []
    assert board.session().query(CandidateMessage).one().cancelled_at is not None


def test_a_replaced_file_is_deleted_only_after_the_commit(board: BoardState) -> None:
    job_id = given.a_job(board, publish=True)
    draft = apply.save_draft(board, job_id, FORM, Upload(BytesIO(b"one"), "one.txt"))
    apply.save_draft(board, job_id, FORM, Upload(BytesIO(b"two"), "two.txt"), draft_id=draft)
    assert list(board.storage.files.values()) == [b"two"]  # type: ignore[attr-defined] # the twin
    apply.remove_resume(board, draft)
    assert board.storage.files == {}  # type: ignore[attr-defined] # the twin
