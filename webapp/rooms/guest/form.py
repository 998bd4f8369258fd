"""The guest book's form: what it offers, and what was typed, as the floor takes it. The front desk uses it too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from library.floor.guest_book import MAX_TEXT, GuestEntry, asks_email, asks_identity
from library.offices import Office
from library.offices.lists import ListName, load_choices
from library.settings import Settings
from library.softcopies.purposes import load_purposes

Option = tuple[str, str]
LIBRARY = "library"
_TEXTS = (
    "name", "email", "service_text", "purpose_text", "institution", "occupation_text", "birth_year", "id_last4",
)  # fmt: skip
_CODES = ("purpose", "institution_kind", "occupation", "education", "gender", "id_kind")
# What a returning reader need not tell again.
REMEMBERED = (
    "institution_kind", "institution", "occupation", "occupation_text", "education", "gender", "birth_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offered:
    """The choices of the form in one language, and what this office asks."""

    services: list[Option]
    purposes: list[Option]
    institutions: list[Option]
    occupations: list[Option]
    education: list[Option]
    genders: list[Option]
    identities: list[Option]
    email_required: bool
    identity_asked: bool


def offered(office: Office, settings: Settings, language: str, *, service: str = "consultation") -> Offered:
    """Give what the form offers at `office`; where she has chosen a service already, what that service asks."""

    def options(name: ListName) -> list[Option]:
        return [(item.code, item.label.in_language(language)) for item in load_choices(settings.catalog, name)]

    return Offered(
        services=options("service"),
        purposes=[(p.code, p.name.in_language(language)) for p in load_purposes(settings.catalog)],
        institutions=options("institution"),
        occupations=options("occupation"),
        education=options("education"),
        genders=options("gender"),
        identities=options("identity"),
        email_required=asks_email(office, service),
        identity_asked=asks_identity(office, service),
    )


def read_entry(
    form: MultiDict[str, str],
    *,
    channel: str,
    language: str,
    account_id: str | None = None,
    known: Mapping[str, Any] | None = None,
) -> GuestEntry:
    """Make the floor's entry of a posted form; `library.floor.guest_book.check_entry` judges it.

    Args:
        form: fields by the names of `GuestEntry`; `services` may come several times.
        channel: terminal | desk | phone
        language: "id" or "en"
        account_id: of a returning reader who has shown that she is it.
        known: what the records tell of her already (`REMEMBERED`, name, email); what she types now wins.
    """
    values: dict[str, Any] = {name: form.get(name, "")[: 2 * MAX_TEXT] for name in _TEXTS}
    values.update({name: form.get(name, "")[:40] for name in _CODES})
    for name, value in (known or {}).items():
        if name in values and not values[name]:
            values[name] = str(value)
    wanted = tuple(dict.fromkeys(code[:40] for code in form.getlist("services")))[:10]
    return GuestEntry(
        **values,
        service=path_of_wish(wanted),
        services=wanted,
        consent=form.get("consent") == "yes",
        account_id=account_id,
        channel=channel,
        language=language,
    )


def path_of_wish(wanted: tuple[str, ...]) -> str:
    """Say which path a visit follows: the reading room where only that is wanted, else a desk; "" for no wish."""
    if not wanted:
        return ""
    return LIBRARY if wanted == (LIBRARY,) else "consultation"
