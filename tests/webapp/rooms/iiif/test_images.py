"""Page images by the IIIF Image API 3.0: level 2, each from the reader's own copy, and none without an account."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

from tests.webapp.rooms.iiif.conftest import House
from webapp.drawing import renderer
from webapp.drawn import Drawn

COMPLIANCE = "http://iiif.io/api/image/3/level2.json"


def picture(client: FlaskClient, work: str, asked: str) -> Image.Image:
    answer = client.get(f"/iiif/3/{work}/4/{asked}")
    assert answer.status_code == 200, (asked, answer.text)
    return Image.open(io.BytesIO(answer.data))


def test_the_description_says_what_the_server_does(house: House) -> None:
    answer = house.siti.get(f"/iiif/3/{house.work}/4/info.json")
    info = answer.json
    assert answer.content_type == 'application/ld+json;profile="http://iiif.io/api/image/3/context.json"'
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert COMPLIANCE in answer.headers["Link"]
    assert info is not None
    assert info["@context"] == "http://iiif.io/api/image/3/context.json"
    assert info["id"] == f"http://localhost/iiif/3/{house.work}/4"
    assert (info["type"], info["protocol"]) == ("ImageService3", "http://iiif.io/api/image")
    assert (info["profile"], info["width"], info["height"]) == ("level2", 1748, 2480)
    assert info["sizes"][-1] == {"width": 1748, "height": 2480}
    for tile in info["tiles"]:
        assert {"width", "scaleFactors"} <= tile.keys()


def test_whoever_knows_plain_json_alone_gets_that(house: House) -> None:
    answer = house.siti.get(f"/iiif/3/{house.work}/4/info.json", headers={"Accept": "application/json"})
    assert answer.content_type == "application/json"


def test_the_image_itself_leads_to_its_description(house: House) -> None:
    answer = house.siti.get(f"/iiif/3/{house.work}/4")
    assert (answer.status_code, answer.location) == (303, f"http://localhost/iiif/3/{house.work}/4/info.json")


@pytest.mark.parametrize(
    ("asked", "size", "kind"),
    [
        ("full/max/0/default.jpg", (1748, 2480), "JPEG"),
        ("full/!200,200/0/default.jpg", (141, 200), "JPEG"),
        ("0,0,1024,1024/512,/0/color.png", (512, 512), "PNG"),
        ("pct:25,25,50,50/,310/90/gray.jpg", (310, 219), "JPEG"),
        ("square/pct:10/!270/bitonal.webp", (175, 175), "WEBP"),
    ],
)
def test_every_part_of_an_address_is_followed(house: House, asked: str, size: tuple[int, int], kind: str) -> None:
    found = picture(house.siti, house.work, asked)
    assert (found.size, found.format) == (size, kind)


def test_every_size_in_the_description_can_be_had_by_that_very_address(house: House) -> None:
    info = house.siti.get(f"/iiif/3/{house.work}/4/info.json").json
    assert info is not None
    for size in info["sizes"][:-1]:
        found = picture(house.siti, house.work, f"full/{size['width']},{size['height']}/0/default.jpg")
        assert found.size == (size["width"], size["height"])


def test_the_canonical_address_gives_the_same_picture(house: House) -> None:
    asked = house.siti.get(f"/iiif/3/{house.work}/4/pct:0,0,50,50/^437,/360/color.jpg")
    found = re.search(r"<http://localhost([^>]+)>;rel=\"canonical\"", asked.headers["Link"])
    assert found
    assert found[1].endswith("/4/0,0,874,1240/437,620/0/default.jpg")
    assert house.siti.get(found[1]).data == asked.data


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("full/full/0/default.jpg", 400),
        ("9000,9000,1,1/max/0/default.jpg", 400),
        ("full/99999,/0/default.jpg", 400),
        ("full/max/0/default.tif", 400),
        ("full/max/45/default.jpg", 501),
        ("full/^99999,/0/default.jpg", 501),
        ("full/max/0/default", 404),
        ("full/max/0/..%2f..%2fetc%2fpasswd.jpg", 404),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_its_right_name(house: House, asked: str, status: int) -> None:
    assert house.siti.get(f"/iiif/3/{house.work}/4/{asked}").status_code == status


@pytest.mark.parametrize(
    "path",
    [
        "{0}/99/info.json",
        "{0}/99/full/max/0/default.jpg",
        "{0}/0/info.json",
        "none/1/info.json",
        # As the official validator asks for images that nobody has.
        "{0}/[frob]/full/max/0/default.jpg",
        "{0}/a/b/full/max/0/default.jpg",
        "{0}/a%2Fb/full/max/0/default.jpg",
        "{0}/3f1c6a2e-d1b0-11e1-89ae-279075081939/full/max/0/default.jpg",
    ],
)
def test_a_page_that_is_not_there_is_not_found(house: House, path: str) -> None:
    assert house.siti.get("/iiif/3/" + path.format(house.work)).status_code == 404


def test_an_address_whose_signs_are_escaped_gives_the_same_picture(house: House) -> None:
    plain = house.siti.get(f"/iiif/3/{house.work}/4/10,20,30,40/max/0/default.png")
    escaped = house.siti.get(f"/iiif/3/{house.work}/%34/10%2C20%2C30%2C40/max/0/default.png")
    assert plain.data == escaped.data


def test_a_picture_that_is_smaller_than_its_bounds_is_given_as_it_is(house: House) -> None:
    """Section 4.2: `!w,h` is as large as possible but not larger than the region; the validator's rule errs here."""
    assert picture(house.siti, house.work, "0,0,30,40/!2000,3000/0/default.png").size == (30, 40)


@pytest.mark.parametrize("path", ["", "/info.json", "/full/200,/0/default.jpg", "/text.json"])
def test_nobody_gets_a_page_without_an_account_but_learns_where_to_sign_in(house: House, path: str) -> None:
    answer = house.nobody.get(f"/iiif/3/{house.work}/4{path}")
    assert answer.status_code == 401
    assert "/account/login?next=" in answer.headers["WWW-Authenticate"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*", "a viewer elsewhere can tell what is wrong"
    assert answer.content_type == "application/json"


def test_a_restricted_work_and_one_in_review_have_no_images_for_readers(house: House) -> None:
    for work in (house.restricted, house.review):
        assert house.siti.get(f"/iiif/3/{work}/1/full/max/0/default.jpg").status_code == 404


def test_every_account_gets_its_own_copy_and_nothing_may_keep_it(house: House) -> None:
    address = f"/iiif/3/{house.work}/4/full/max/0/default.png"
    hers, his = house.siti.get(address), house.joko.get(address)
    assert hers.data != his.data
    assert hers.headers["Cache-Control"] == "no-store"
    assert house.siti.get(address).data == hers.data, "from memory, and still hers"


def test_a_page_image_at_its_full_size_is_traced_to_its_reader(house: House, tmp_path: Path) -> None:
    """The other has read the same work, and is not named."""
    assert house.joko.get(f"/iiif/3/{house.work}/4/info.json").status_code == 200
    leak = tmp_path / "leak.jpg"
    leak.write_bytes(house.siti.get(f"/iiif/3/{house.work}/4/full/max/0/default.jpg").data)
    result = house.library.tracing.run([leak], actor="test", work=house.work)
    assert [(each.email, each.work) for each in result.readers] == [("siti@contoh.id", house.work)]


def test_a_picture_is_drawn_once_and_kept_only_within_bounds(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with house.app.app_context():
        pool = renderer()
    address = f"/iiif/3/{house.work}/4/full/300,/0/default.jpg"
    first = house.siti.get(address).data
    monkeypatch.setattr(pool, "_patience", 0.01)
    with pool.place(), pool.place():
        assert house.siti.get(address).data == first, "no worker is asked"
        assert house.siti.get(address.replace("300,", "301,")).status_code == 503


def test_what_was_not_wanted_for_long_is_forgotten_first(tmp_path: Path) -> None:
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(b"1")
    drawn, made = Drawn(most=25), []

    def draw(name: str) -> bytes:
        made.append(name)
        return name.encode() * 10

    for name in ("a", "b", "a", "c", "a", "b"):
        assert drawn.get(copy, name, lambda name=name: draw(name)) == name.encode() * 10  # type: ignore[misc]
    assert made == ["a", "b", "c", "b"]
    copy.unlink()
    copy.write_bytes(b"22")
    drawn.get(copy, "a", lambda: draw("a"))
    assert made[-1] == "a", "a copy that was made anew is another one"
