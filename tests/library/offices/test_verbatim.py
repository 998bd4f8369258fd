"""What is shown as verbatim is verbatim, and nothing that an office prints is left out."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from library.offices import Office, Service, load_offices, packaged_offices

DOCUMENTS = [
    (office, service) for office in load_offices(packaged_offices()) for service in office.standard.services.values()
]
IDS = [service.document for _, service in DOCUMENTS]


def plain(text: str) -> str:
    text = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text)
    text = re.sub(r"<(\S+)>|\*(\w+)\*", lambda found: found[1] or found[2], text)
    return " ".join(text.split())


@pytest.fixture(params=DOCUMENTS, ids=IDS)
def document(request: pytest.FixtureRequest, corpus: Path) -> tuple[Office, Service, str]:
    office, service = request.param
    path = corpus.parent / "seeds" / f"{service.document}.txt"
    if not path.is_file():
        pytest.skip("the published standards are not beside the corpus")
    return office, service, path.read_text("utf-8")


def test_every_text_stands_in_the_published_document(document: tuple[Office, Service, str]) -> None:
    office, service, seed = document
    published = plain(seed)
    texts = [service.title, *service.figures, *office.letterhead.parents[:1], service.decree or ""]
    printed = (*service.requirements, *service.steps, *service.limits, *service.products, *service.complaints)
    texts += [item.text for item in printed]
    texts += [service.cost.text] if service.cost else []
    texts += [line for line in office.letterhead.printed if not line.endswith("Tulang Bawang")]
    missing = [text for text in texts if plain(text) not in published]
    # A list that another heading interrupts is joined in the data.
    missing = [text for text in missing if not all(part in published for part in re.split(r" (?=https)", text))]
    assert missing == []


def test_every_numbered_line_of_the_document_is_kept_in_order(document: tuple[Office, Service, str]) -> None:
    _, service, seed = document
    head, _, rest = seed.partition("Mekanisme dan Prosedur")
    body = rest.partition("Waktu Penyelesaian")[0]
    for text, kept in ((head, service.requirements), (body, service.steps)):
        printed = [plain(line) for line in re.findall(r"^\d+\. (.+)$", text, re.MULTILINE)]
        assert printed == [line.text for line in kept]


def test_misprints_stay_in_the_text_and_are_gone_from_the_plain_form() -> None:
    misprints = re.compile(r"metadana|kembaliselama|Lubuk Linggau|\? Pengguna")
    for _, service in DOCUMENTS:
        for item in (*service.requirements, *service.steps, *service.limits, *service.products, *service.complaints):
            assert not misprints.search(item.words.id)
            assert bool(misprints.search(item.text)) <= (item.plain is not None)


def test_nothing_that_is_shown_lacks_an_english_rendering() -> None:
    for office, service in DOCUMENTS:
        assert office.name.en != office.name.id
        for item in (*service.requirements, *service.steps, *service.limits, *service.products):
            assert item.en not in {item.text, item.plain}
        assert {field.name for field in fields(service)} >= {"title", "title_en"}
