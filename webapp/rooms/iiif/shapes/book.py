"""A work as a manifest describes it: labels in both languages, values as printed."""

from __future__ import annotations

from typing import Any

from library.exchange.described import Described
from webapp.rooms.open.addresses import base, whole

_CODES = {"ind": "id", "eng": "en"}
_FIELDS = (
    ("Tahun", "Year", "year"),
    ("Penerbit", "Publisher", "publisher"),
    ("Wilayah", "Region", "region_name"),
    ("Subjek", "Subjects", "subjects"),
    ("Nomor katalog", "Catalogue number", "catalogue_number"),
    ("Nomor publikasi", "Publication number", "publication_number"),
    ("ISSN", "ISSN", "issn"),
    ("ISBN", "ISBN", "isbn"),
)


def described(work: Described) -> dict[str, Any]:
    """Give what a manifest says of the work as a whole."""
    language = _CODES.get(work.languages[0], "none")
    label = {language: [work.title]}
    if work.parallel_title:
        label.setdefault("en" if language != "en" else "id", []).append(work.parallel_title)
    return {
        "label": label,
        "metadata": [_field(names[:2], getattr(work, names[2])) for names in _FIELDS if getattr(work, names[2])],
        "requiredStatement": {
            "label": {"id": ["Cara memperoleh"], "en": ["How to get it"]},
            "value": dict(zip(("id", "en"), ([part] for part in work.conditions.split(" / ")), strict=True)),
        },
        "provider": [_provider(work)],
        "homepage": [_linked(work.address, "Text", "text/html", {"none": [work.title]})],
        "seeAlso": [
            _linked(_record(work, "dc.xml"), "Dataset", "application/xml", {"none": ["Dublin Core"]}),
            _linked(_record(work, "marc.xml"), "Dataset", "application/marcxml+xml", {"none": ["MARCXML"]}),
        ],
        "thumbnail": [{"id": f"{work.address}/cover.jpg", "type": "Image", "format": "image/jpeg"}],
        "viewingDirection": "left-to-right",
        "behavior": ["paged"],
    }


def _field(names: tuple[str, ...], value: object) -> dict[str, Any]:
    values = [str(each) for each in value] if isinstance(value, tuple) else [str(value)]
    return {"label": {"id": [names[0]], "en": [names[1]]}, "value": {"none": values}}


def _provider(work: Described) -> dict[str, Any]:
    label = {"id": [work.office_name]}
    home = _linked(f"{base()}/", "Text", "text/html", label)
    return {"id": f"{base()}/works?office={work.office}", "type": "Agent", "label": label, "homepage": [home]}


def _record(work: Described, form: str) -> str:
    return whole("works.record", work_id=work.id, form=form)


def _linked(address: str, kind: str, media_type: str, label: dict[str, list[str]]) -> dict[str, Any]:
    return {"id": address, "type": kind, "label": label, "format": media_type}
