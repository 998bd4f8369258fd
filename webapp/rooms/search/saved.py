"""The searches that a reader keeps: look again, be told, stop being told, forget."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm
from library.searching.saved import Kept
from webapp.current import current_library, signed_in_visitor
from webapp.pages import page
from webapp.rooms.search.blueprint import blueprint
from webapp.rooms.search.wanted import wanted
from webapp.security import audience, limits
from webapp.security.limits import limited
from webapp.shown_works import kind_name, language_name, office_name, place_words, subject_words


@blueprint.get("/searches")
@audience.signed_in
def saved() -> ResponseReturnValue:
    """List the searches that this reader keeps."""
    visitor = signed_in_visitor()
    kept = current_library().saved_searches.of(visitor.id)
    return page("search/saved.html", kept=[_shown(each) for each in kept], may_mail=bool(visitor.email))


@blueprint.post("/searches")
@audience.signed_in
@limited(*limits.SEARCH)
def save() -> ResponseReturnValue:
    """Keep the search at hand, with mails where they are wished."""
    visitor, sought = signed_in_visitor(), wanted()
    alert = bool(request.form.get("alert")) and bool(visitor.email)
    try:
        current_library().saved_searches.keep(visitor.id, sought.q, sought.kept, alert=alert)
    except BadForm as problem:
        many = problem.fields.get("q") == "too-many"
        flash(
            _("You keep fifty searches already. Delete one first.") if many else _("Write at least one word."), "warn"
        )
        return redirect(url_for("search.saved"), 303)
    told = _("Saved. A mail tells you when new publications answer it, at most once a day.")
    flash(told if alert else _("Saved. You find it under “Saved searches”."), "good")
    return redirect(sought.url(), 303)


@blueprint.post("/searches/<search_id>/alert")
@audience.signed_in
def alert(search_id: str) -> ResponseReturnValue:
    """Begin or stop telling what is new."""
    wish = request.form.get("alert") == "1"
    try:
        current_library().saved_searches.set_alert(signed_in_visitor().id, search_id, alert=wish)
    except BadForm:
        flash(_("Your account has no e-mail address to write to."), "warn")
    return redirect(url_for("search.saved"), 303)


@blueprint.post("/searches/<search_id>/forget")
@audience.signed_in
def forget(search_id: str) -> ResponseReturnValue:
    """Keep a search no longer; what was deleted can be saved again from the same page."""
    library, visitor = current_library(), signed_in_visitor()
    gone = next((each for each in library.saved_searches.of(visitor.id) if each.id == search_id), None)
    library.saved_searches.forget(visitor.id, search_id)
    if gone is not None:
        flash(_("“%(words)s” is kept no longer.", words=gone.words), "good")
    return redirect(url_for("search.saved"), 303)


@blueprint.get("/searches/stop/<secret>")
@audience.public
@limited(*limits.LINK)
def stopping(secret: str) -> ResponseReturnValue:
    """Ask for one press: programs that look into mails open links, and must not stop anything."""
    return page("search/stop.html", kept=current_library().saved_searches.by_secret(secret), secret=secret, done=False)


@blueprint.post("/searches/stop/<secret>")
@audience.public
@limited(*limits.LINK)
def stop(secret: str) -> ResponseReturnValue:
    """Stop the mails, without signing in: whoever has the mail may end it."""
    searches = current_library().saved_searches
    searches.stop(secret, all_of_them=bool(request.form.get("all")))
    return page("search/stop.html", kept=searches.by_secret(secret), secret=secret, done=True)


def _shown(kept: Kept) -> dict[str, Any]:
    """Give a search with its filters in words."""
    years = "–".join(filter(None, (kept.filters.get("year_from"), kept.filters.get("year_to"))))
    finds = {"table": _("Tables"), "figure": _("Figures"), "chapter": _("Chapters")}
    words = (
        finds.get(kept.filters.get("find", ""), ""),
        "–".join(dict.fromkeys(years.split("–"))),
        office_name(kept.filters["office"]) if "office" in kept.filters else "",
        kind_name(kept.filters["kind"]) if "kind" in kept.filters else "",
        language_name(kept.filters["language"]) if "language" in kept.filters else "",
        subject_words(kept.filters["subject"]) if "subject" in kept.filters else "",
        place_words(kept.filters["region"]) if "region" in kept.filters else "",
    )
    url = url_for("search.results", q=kept.words, **kept.filters)  # type: ignore[arg-type] # the values are all text
    return {"search": kept, "url": url, "narrowed": ", ".join(filter(None, words))}
