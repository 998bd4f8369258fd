"""A complaint's form counts once, and every time it is sent its sender gets a code that works."""

from __future__ import annotations

from flask import request

from library.errors import BadForm
from library.feedback.complaints.filing import ComplaintForm, Receipt
from library.store import once
from webapp.current import current_library
from webapp.once import FIELD

PURPOSE = "complaint.file"


def send_once(office: str, form: ComplaintForm, by: str) -> Receipt:
    """File a complaint, or give the receipt of the one that this form has made already, with a new code.

    Only the hash of a code is kept, so that the first code cannot be told again; its page may never have been seen.

    Raises:
        BadForm: a field is wrong, or the form carries no token.
    """
    token, library = request.form.get(FIELD, ""), current_library()
    if not 16 <= len(token) <= 64:
        raise BadForm({FIELD: "form-token"})
    with library.database.write() as records:
        earlier = once.earlier_result(records, token, PURPOSE, "")
        if earlier is None:
            receipt = library.complaints.file_in(records, office, form, by)
            once.remember(records, library.clock(), token, PURPOSE, "", f"{receipt.complaint_id} {receipt.number}")
            return receipt
        complaint_id, _space, number = earlier.partition(" ")
        return Receipt(complaint_id, number, library.complaints.code_again_in(records, complaint_id))
