"""A person's own page, opened by the link in their mail. Looking changes nothing; a button does."""

from contextlib import suppress

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.errors import Conflict
from jobboard.flows import own_data as flow
from jobboard.web.blueprints import Routes
from jobboard.web.present import words
from jobboard.web.public import own_file

routes = Routes()


@routes.get("/you/<access_key>")
def own_page(access_key: str) -> ResponseReturnValue:
    """Where each application stands, what is kept, until when and by whom. A wrong key is a missing page."""
    data, said = flow.overview(current.board(), access_key), words()
    page = make_response(
        render_template(
            "jobboard/public/own_page.html",
            access_key=access_key,
            candidate=data.candidate,
            consent=data.keep_consent,
            consent_says=own_file.consent_says(data, said),
            standings=[own_file.standing(application, said) for application in data.applications],
            held=own_file.held(data, said),
            promises=own_file.promises(data, said),
        )
    )
    # The address is the key: a page that is gone to learns the host's name at most. (“no-referrer” would make a
    # host's CSRFProtect refuse our own button over HTTPS.)
    page.headers["Referrer-Policy"] = "strict-origin"
    return page


@routes.post("/you/<access_key>/stop")
def stop_keeping(access_key: str) -> ResponseReturnValue:
    """Stop being kept on file, with effect at once. Pressed twice it is still only stopped."""
    with suppress(Conflict):  # it was stopped already, which is what they want
        flow.withdraw_keep_consent(current.board(), access_key)
    return redirect(url_for(".own_page", access_key=access_key), 303)


@routes.post("/you/<access_key>/keep")
def keep_again(access_key: str) -> ResponseReturnValue:
    """Say yes to being kept on file. A consent that still runs is left as it is."""
    if flow.overview(current.board(), access_key).keep_consent is None:
        flow.give_keep_consent(current.board(), access_key)
    return redirect(url_for(".own_page", access_key=access_key), 303)
