"""Both parts of a letter say the same, and nothing in it can be more than words."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

from jobboard.effects import drain
from jobboard.flows import messages, reconfirm, review
from jobboard.flows.html_mail import as_html
from jobboard.flows.messages import OWN_PAGE
from jobboard.keep_on_file import queries
from jobboard.state import BoardState
from jobboard.testing import situations as given

LINK = "https://wendharbour.example/jobs/you/k7Qm"
LETTER = f"""Dear Maren,

You said we may keep you on file. So there is now a file:

  What      Your application, your résumé, and what we wrote
            after the interview.
  Until     11 March 2028. It is never renewed without asking you.

See it, or stop it:

  {OWN_PAGE}

Judith Amaro-Kell
Wend & Harbour
"""


def html(body: str = LETTER) -> str:
    return as_html("On file", body, link=LINK, firm="Wend & Harbour", language="en-GB")


def words_of(page: str) -> str:
    """What somebody reads of a page, as one line."""
    body = re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>|<title>.*?</title>", "", page))
    return " ".join(unescape(body).split())


def test_the_list_is_a_table_and_the_link_a_button() -> None:
    page = html()
    assert page.count("<th scope=") == 2
    assert "Your application, your résumé, and what we wrote after the interview." in page
    assert page.count(f'href="{LINK}"') == 1
    assert "Judith Amaro-Kell<br>Wend &amp; Harbour" in page


def test_it_says_what_the_plain_part_says() -> None:
    said = words_of(html())
    for word in LETTER.replace(OWN_PAGE, "").split():
        assert word in said


def test_nothing_typed_becomes_markup() -> None:
    page = html("Dear <script>alert(1)</script>,\n\n  <b>What</b>  {link} <img src=x>\n\n  javascript:alert(1)\n")
    assert "<script>" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert "{link}" in page


def test_a_deleted_link_comes_back_at_the_end() -> None:
    assert LINK in html("Dear Maren,\n\nhello.\n")


def test_nothing_is_loaded_from_anywhere() -> None:
    assert not re.search(r"\bsrc=|url\(|<link|@import", html())


def test_a_job_is_linked_on_the_host_configured_when_the_mail_leaves(board: BoardState, clock: Any, mail: Any) -> None:
    given.kept_candidate(board)
    job_id = given.a_job(board, publish=True)
    found = queries.inbox(board.session(), given.scope(board), now=board.now())[0].public_id
    nowhere = replace(board, config=replace(board.config, base_url=""))
    draft = review.invitation(nowhere, found, actor=given.RECRUITER)
    assert f"http://localhost/jobs/{job_id}" in draft.body
    review.invite(board, found, {"subject": draft.subject, "body": draft.body}, actor=given.RECRUITER)
    clock.advance(timedelta(hours=1))
    drain(board)
    (sent,) = mail.sent
    for part in ("plain", "html"):
        text = sent.get_body((part,)).get_content()
        assert f"{board.config.base_url}/jobs/{job_id}" in text
        assert "http://localhost/" not in text


def test_every_letter_leaves_with_both_parts(board: BoardState, clock: Any, mail: Any) -> None:
    kept_id = given.kept_candidate(board)
    draft = reconfirm.reconfirmation(board, kept_id, actor=given.RECRUITER)
    form = {"subject": draft.subject, "body": draft.body}
    reconfirm.ask_to_reconfirm(board, kept_id, form, actor=given.RECRUITER)
    clock.advance(timedelta(hours=1))
    drain(board)
    (sent,) = mail.sent
    plain, rich = sent.get_body(("plain",)).get_content(), sent.get_body(("html",)).get_content()
    link = messages.own_page(board, given.kept(board, kept_id).candidate)
    assert link in plain
    assert link in rich
    assert sent["List-Unsubscribe"] == f"<{link}>"
    assert [part.get_content_type() for part in sent.iter_parts()] == ["text/plain", "text/html"]
    assert sent["Date"].datetime == board.now()
    assert sent["Message-ID"].endswith("@localhost>")
