"""The asset step: pinned, complete, quick the second time, and clear about what is missing."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from webapp.assets import AssetError
from webapp.assets.packages import find_npm, install_packages
from webapp.assets.places import ICON_LIST, ROOT, STATIC, WEBAPP
from webapp.assets.sheets import SHEETS, join_sheets
from webapp.assets.sprite import draw_sprite, icon_names
from webapp.assets.vendor import gather, write_vendor


def test_every_package_is_pinned_to_one_version() -> None:
    packages = json.loads((ROOT / "package.json").read_text())
    versions = [*packages["dependencies"].values(), *packages["devDependencies"].values()]
    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_the_lock_file_has_hashes_and_no_download_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    installed = {name: entry for name, entry in lock["packages"].items() if name}
    assert all(entry["integrity"].startswith("sha512-") for entry in installed.values())
    assert [name for name, entry in installed.items() if "resolved" in entry] == []


def test_a_second_run_writes_nothing(assets: None, tmp_path: Path) -> None:
    files = gather()
    assert write_vendor(files, tmp_path) == len(files)
    assert write_vendor(files, tmp_path) == 0


def test_a_changed_file_is_mended_and_a_stranger_removed(assets: None, tmp_path: Path) -> None:
    files = gather()
    write_vendor(files, tmp_path)
    (tmp_path / "icons.svg").write_text("broken")
    (tmp_path / "stranger.js").write_text("alert(1)")
    assert write_vendor(files, tmp_path) == 2
    assert (tmp_path / "icons.svg").read_bytes() == files["icons.svg"]
    assert not (tmp_path / "stranger.js").exists()


def test_the_manifest_names_every_file_with_its_hash(assets: None, tmp_path: Path) -> None:
    write_vendor(gather(), tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    found = {p.relative_to(tmp_path).as_posix(): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    del found["manifest.json"]
    assert manifest == {name: hashlib.sha256(body).hexdigest() for name, body in found.items()}


def test_a_missing_piece_is_named_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match=r"^source-sans-3-latin-wght-normal\.woff2 is not in its package: [^\n]+$"):
        gather(tmp_path)


def test_an_unknown_icon_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="“no-such-icon” is not in the icon package"):
        draw_sprite(tmp_path, ["no-such-icon"])


def test_an_icon_list_with_a_path_in_it_is_refused(tmp_path: Path) -> None:
    listing = tmp_path / "icons.txt"
    listing.write_text("search\n../../etc/passwd\n")
    with pytest.raises(AssetError, match="is not the name of an icon"):
        icon_names(listing)


def test_the_sprite_holds_each_icon_of_the_list_once(assets: None) -> None:
    sprite = gather()["icons.svg"].decode()
    assert re.findall(r'<symbol id="([a-z0-9-]+)"', sprite) == icon_names(ICON_LIST)


def test_every_icon_that_a_template_names_is_in_the_list() -> None:
    call = re.compile(r'icon\("([a-z0-9-]+)"')
    named = {name for page in (WEBAPP / "templates").rglob("*.html") for name in call.findall(page.read_text())}
    assert named - set(icon_names(ICON_LIST)) == set()


def test_every_style_sheet_is_joined_or_loaded_by_itself() -> None:
    assert {sheet.stem for sheet in (STATIC / "css").glob("*.css")} == {*SHEETS, "dark", "viewer"}


def test_the_joined_sheet_finds_its_fonts(assets: None) -> None:
    for address in re.findall(r'url\("([^"]+)"\)', join_sheets().decode()):
        assert (STATIC / "vendor" / address).is_file()


def test_npm_comes_with_the_virtual_environment() -> None:
    assert find_npm().name == "npm"


def test_a_missing_lock_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match=r"^package-lock\.json is missing: [^\n]+$"):
        install_packages(tmp_path)


def test_a_lock_file_that_does_not_fit_is_refused_in_one_line(tmp_path: Path) -> None:
    """What npm says in many lines comes out as one, and nothing counts as installed."""
    (tmp_path / "package.json").write_text('{"name": "x", "version": "1.0.0", "dependencies": {"htmx.org": "4.0.1"}}')
    (tmp_path / "package-lock.json").write_text(
        '{"name": "x", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {"name": "x", "version": "1.0.0"}}}'
    )
    with pytest.raises(AssetError, match=r"^npm could not install the front-end packages: [^\n]+$"):
        install_packages(tmp_path)
    assert not (tmp_path / "node_modules").exists()


def test_installed_packages_are_not_installed_again(assets: None) -> None:
    assert install_packages() is False
