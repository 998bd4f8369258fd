"""What is wrong with a field, in words: one table for every reason code of `BadForm`."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from library.errors import BadForm

REASONS: dict[str, LazyString] = {
    "required": _l("Please fill this in."),
    "too-long": _l("This is too long."),
    "email-invalid": _l("Write the e-mail address in full, such as name@example.go.id."),
    "email-local-letters": _l(
        "Not every mail server takes letters like these before the @. Use an address without them."
    ),
    "email-taken": _l("There is an account with this address already."),
    "password-short": _l("Use at least 10 characters; a short sentence is easy to remember."),
    "password-long": _l("Use at most 200 characters."),
    "password-common": _l("This password is easy to guess. Choose another one."),
    "password-wrong": _l("This is not your present password."),
    "choice-invalid": _l("Choose one of the options."),
    "declaration-required": _l("Tick this box to go on."),
    "year-invalid": _l("Write a year such as 2022."),
    "too-many-keys": _l("You have as many keys as an account may hold. End one first."),
    "too-many-files": _l("These are too many files at once. Send them in parts."),
    "file-type": _l("This is none of the files that are taken: PDF, TIFF, PNG or JPEG."),
    "no-pages": _l("No page has come that could be sent. Scan one, or put one back."),
    "consent-required": _l("This box has to be ticked: without agreement nothing is kept."),
    "last4-invalid": _l("Write the last four digits or letters of the card."),
    "service-fixed": _l("The number is for another service. Finish this one first, then go on to the other."),
    "search-first": _l("Search first: this office's standard asks for it, and perhaps a page answers you at once."),
    "search-words": _l("These words cannot be searched for. Try simpler ones."),
    "no-such-case": _l("There is no case with this number, or this mail cannot be added to one."),
    "question-short": _l("Tell us more: which data, which region, which years."),
    "file-too-large": _l("A file may have 25 MB at most. Send it in parts."),
    "file-empty": _l("This file is empty."),
    "catalogue-file": _l("This is a file of the catalogue. Link its page instead: nothing leaves without a mark."),
    "personal-data": _l("This holds a name, an address or a person's number. Take it out."),
    "time-invalid": _l("Choose a day and a time that lie ahead."),
    "link-invalid": _l("Write the whole address, beginning with https://."),
    "page-invalid": _l("This work has no such page."),
    "number-invalid": _l(
        "Write a number such as 1.5: lines sink by 20 degrees at most, and a page is parted between 20 and 80 percent."
    ),
    "day-of-year": _l("Choose a day of the year that is shown."),
    "date-in-future": _l("This lies ahead. Write when it was known."),
    "period-reversed": _l("The end lies before the beginning."),
    "time-unknown": _l("Write the day and the time, such as 2026-11-21 14:05."),
    "identity-differs": _l("These are not the digits that stand in the guest book. Hand nothing out."),
    "key-differs": _l("This is not the key that is in force. Type it as it stands above."),
    "form-token": _l("This form is not complete. Reload the page and send it again."),
    "last-administrator": _l("Somebody has to remain administrator. Name another one first."),
    "number-taken": _l("Another copy has this number."),
    "several": _l("Several works could be meant. Enter this one by hand."),
    "own-account": _l("You cannot do this to your own account."),
}


def field_errors(problem: BadForm) -> dict[str, str]:
    """Give a sentence for each field: `errors.email` beside the field, `errors.items()|list` above the form."""
    unknown = _("Please check this.")
    return {name: str(REASONS.get(reason, unknown)) for name, reason in problem.fields.items()}
