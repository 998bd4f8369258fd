"""The notice on personal data that stands above the registration form: which version was shown, and when."""

from __future__ import annotations

from library.privacy import consents
from library.readers.accounts import find
from library.store.session import Session
from webapp.current import current_library
from webapp.language_choice import choose_language


def note_notice(records: Session, email: str) -> None:
    """Note it with an account that nobody has confirmed yet; of one that is known nothing is written."""
    account, library = find(records, email), current_library()
    if account is not None and account.verified_at is None:
        consents.given(
            records,
            library.clock(),
            consents.ACCOUNT,
            library.settings.catalog,
            account=account.id,
            language=choose_language(),
        )
