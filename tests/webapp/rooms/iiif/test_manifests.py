"""Manifests by the IIIF Presentation API 3.0, and words as annotations."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.webapp.rooms.iiif.conftest import House
from webapp.thumbnails import LONG_EDGE

# What the specification's table of properties requires of each kind (sections 3 and 4, appendix A).
REQUIRED = {
    "Manifest": {"id", "type", "label", "items"},
    "Canvas": {"id", "type", "items", "height", "width"},
    "AnnotationPage": {"id", "type"},
    "Annotation": {"id", "type", "motivation", "body", "target"},
    "Range": {"id", "type", "items"},
    "Agent": {"id", "type", "label"},
    "Image": {"id", "type", "format"},
    "ImageService3": {"id", "type", "profile"},
    "Text": {"id", "type", "label", "format"},
    "Dataset": {"id", "type", "label", "format"},
    "SearchService2": {"id", "type"},
    "TextualBody": {"type", "value"},
}
LISTS = {
    "items",
    "thumbnail",
    "provider",
    "homepage",
    "seeAlso",
    "structures",
    "annotations",
    "service",
    "behavior",
    "metadata",
}
MAPS = {"label", "summary"}


def parts(node: Any) -> list[dict[str, Any]]:
    """Give a document's objects, outermost first."""
    if isinstance(node, list):
        return [each for one in node for each in parts(one)]
    if not isinstance(node, dict):
        return []
    return [node, *(each for value in node.values() for each in parts(value))]


def faults(document: dict[str, Any]) -> list[str]:
    """Name what the specification forbids."""
    found = []
    seen: set[str] = set()
    for part in parts(document):
        kind = part.get("type")
        if kind is None:
            continue
        if kind not in REQUIRED:
            found.append(f"unknown type {kind}")
            continue
        reference = kind == "Canvas" and part.keys() == {"id", "type"}
        found += [f"{kind} lacks {name}" for name in REQUIRED[kind] - part.keys() if not reference]
        found += [f"{kind}.{name} is no list" for name in LISTS & part.keys() if not isinstance(part[name], list)]
        found += [f"{kind}.{name} is no language map" for name in MAPS & part.keys() if not is_map(part[name])]
        if "id" in part and not re.match(r"https?://", part["id"]):
            found.append(f"{kind}.id is no address: {part['id']}")
        if kind in ("Annotation", "Range") or (kind == "Canvas" and "items" in part):
            found += [f"{part['id']} stands there twice"] * (part["id"] in seen)
            seen.add(part["id"])
        if "#" in part.get("id", "") and kind == "Canvas":
            found.append("a canvas has a fragment")
    return found


def is_map(value: Any) -> bool:
    return isinstance(value, dict) and all(
        re.fullmatch(r"[a-z]{2}|none", language) and isinstance(texts, list) and all(isinstance(t, str) for t in texts)
        for language, texts in value.items()
    )


@pytest.fixture(scope="module")
def public(house: House) -> dict[str, Any]:
    answer = house.nobody.get(f"/iiif/3/{house.work}/manifest.json")
    assert answer.status_code == 200
    assert answer.content_type == 'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"'
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return json.loads(answer.data)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def reading(house: House) -> dict[str, Any]:
    answer = house.siti.get(f"/iiif/3/{house.work}/reading.json")
    assert answer.status_code == 200
    return json.loads(answer.data)  # type: ignore[no-any-return]


def test_both_manifests_are_what_the_specification_wants(public: dict[str, Any], reading: dict[str, Any]) -> None:
    assert faults(public) == []
    assert faults(reading) == []
    for document in (public, reading):
        assert document["@context"] == "http://iiif.io/api/presentation/3/context.json"
        assert [canvas["label"]["none"] for canvas in document["items"]]
        painted = [canvas["items"][0]["items"][0]["target"] for canvas in document["items"]]
        assert painted == [canvas["id"] for canvas in document["items"]]


def test_the_public_manifest_holds_metadata_and_thumbnails_only(house: House, public: dict[str, Any]) -> None:
    pictures = [part for part in parts(public) if part.get("type") == "Image"]
    assert not [part for part in parts(public) if "Service" in part.get("type", "")]
    assert len(pictures) == 2 * len(public["items"]) + 1
    for picture in pictures:
        assert max(picture.get("width", 0), picture.get("height", 0)) <= LONG_EDGE
        assert house.nobody.get(picture["id"].removeprefix("http://localhost")).status_code == 200
    values = {field["label"]["en"][0]: field["value"]["none"] for field in public["metadata"]}
    assert values["Year"] == ["2022"]
    assert values["Catalogue number"] == ["1102001.1872010"]


def test_a_readers_manifest_leads_to_images_of_her_own_copy(house: House, reading: dict[str, Any]) -> None:
    body = reading["items"][3]["items"][0]["items"][0]["body"]
    assert body["service"][0] == {
        "id": f"http://localhost/iiif/3/{house.work}/4",
        "type": "ImageService3",
        "profile": "level2",
    }
    assert (body["width"], body["height"]) == (1748, 2480)
    answer = house.siti.get(body["id"].removeprefix("http://localhost"))
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")


def test_a_page_has_the_same_name_in_both(public: dict[str, Any], reading: dict[str, Any]) -> None:
    assert [canvas["id"] for canvas in public["items"]] == [canvas["id"] for canvas in reading["items"]]


def test_tables_are_ranges_over_their_pages(public: dict[str, Any]) -> None:
    titles = [part["label"]["id"][0] for part in parts(public["structures"]) if part.get("type") == "Range"]
    assert "Tabel 2 Luas panen kedelai menurut desa, 2021" in titles
    canvases = {canvas["id"] for canvas in public["items"]}
    named = {part["id"] for part in parts(public["structures"]) if part.get("type") == "Canvas"}
    assert named <= canvases


@pytest.mark.parametrize("who", ["restricted", "review", "nothing"])
def test_what_is_not_for_everybody_has_no_manifest_with_images(house: House, who: str) -> None:
    work = getattr(house, who, "nothing")
    public = house.nobody.get(f"/iiif/3/{work}/manifest.json").status_code
    assert public == (200 if who == "restricted" else 404)
    assert house.siti.get(f"/iiif/3/{work}/reading.json").status_code == 404


def test_whoever_has_no_account_has_no_reading_manifest_and_no_search(house: House) -> None:
    for path in ("reading.json", "search?q=kedelai"):
        answer = house.nobody.get(f"/iiif/3/{house.work}/{path}")
        assert answer.status_code == 401
        assert "/account/login" in answer.headers["Link"]


def test_the_text_of_a_page_stands_as_lines_with_their_places(house: House) -> None:
    page = house.siti.get(f"/iiif/3/{house.work}/4/text.json").json
    assert page is not None
    assert faults(page) == []
    texts = [item["body"]["value"] for item in page["items"]]
    assert any("Desa Sukamaju 1 memanen kedelai" in text for text in texts)
    assert all(item["motivation"] == "supplementing" for item in page["items"])
    places = [tuple(map(int, item["target"].split("#xywh=")[1].split(","))) for item in page["items"]]
    assert all(x + w <= 1749 and y + h <= 2481 and w > 0 < h for x, y, w, h in places)


def test_words_sought_are_found_with_their_places(house: House) -> None:
    page = house.siti.get(f"/iiif/3/{house.work}/search?q=kedelai").json
    assert page is not None
    assert page["@context"] == "http://iiif.io/api/search/2/context.json"
    assert faults(page) == []
    assert len(page["items"]) == 29, "28 rows and the title of the table"
    assert {item["target"].partition("#")[0] for item in page["items"]} == {
        f"http://localhost/iiif/3/{house.work}/canvas/4"
    }


@pytest.mark.parametrize("query", ["", "q=", "q=-kedelai", "q=tahun:abc", "q=" + "x" * 5000, "q=zzz&page=99"])
def test_a_search_for_nothing_finds_nothing(house: House, query: str) -> None:
    answer = house.siti.get(f"/iiif/3/{house.work}/search?{query}")
    assert (answer.status_code, (answer.json or {})["items"]) == (200, [])


def test_parameters_that_are_not_followed_are_said_to_be(house: House) -> None:
    page = house.siti.get(f"/iiif/3/{house.work}/search?q=kedelai&motivation=painting&user=x").json
    assert page is not None
    assert page["ignored"] == ["motivation", "user"]
