"""The key ring keeps its secrets to itself and never loses one."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from watermark.errors import KeyRingError
from watermark.keys import open_key_ring


def test_a_new_ring_is_private_and_opens_again_with_the_same_keys(tmp_path: Path) -> None:
    """Mode 0600 from the first byte, and the same derived keys in the next process."""
    path = tmp_path / "keys" / "ring.json"
    ring = open_key_ring(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert open_key_ring(path).derive(ring.active, "work:1", "code") == ring.derive(ring.active, "work:1", "code")


def test_rotation_makes_a_new_active_key_and_old_keys_still_trace(tmp_path: Path) -> None:
    """Copies marked before three rotations derive the same key after them."""
    path = tmp_path / "ring.json"
    ring = open_key_ring(path)
    first, key = ring.active, ring.derive(ring.active, "work:1", "code")
    for _ in range(3):
        ring = ring.rotate()
    assert len(set(ring.ids)) == 4
    assert ring.active == ring.ids[-1] != first
    assert open_key_ring(path).derive(first, "work:1", "code") == key


def test_publication_and_purpose_cannot_be_shifted_into_each_other(tmp_path: Path) -> None:
    """Length prefixes keep ("ab", "c") and ("a", "bc") apart."""
    ring = open_key_ring(tmp_path / "ring.json")
    keys = {ring.derive(ring.active, *names) for names in (("ab", "c"), ("a", "bc"), ("abc", ""), ("", "abc"))}
    assert len(keys) == 4


def test_no_secret_shows_in_text_forms_or_errors(tmp_path: Path) -> None:
    """What could reach a log names keys only by id."""
    path = tmp_path / "ring.json"
    ring = open_key_ring(path)
    secret = json.loads(path.read_text())["keys"][0]["secret"]
    path.write_text(path.read_text().replace(secret, secret + "!"))
    with pytest.raises(KeyRingError) as caught:
        open_key_ring(path)
    assert secret not in repr(ring) + repr(ring._entries) + str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda t: t[:40],
        lambda t: "[]",
        lambda t: "",
        lambda t: t.replace('"format": 1', '"format": 2'),
        lambda t: '{"format": 1, "keys": []}',
        lambda t: '{"format": 1, "keys": [{"id": "x"}]}',
        lambda t: '{"format": 1, "keys": ["x"]}',
    ],
)
def test_a_damaged_ring_is_refused_and_left_as_it_is(tmp_path: Path, damage) -> None:
    """Making a fresh ring over a damaged one would orphan every delivered copy."""
    path = tmp_path / "ring.json"
    open_key_ring(path)
    broken = damage(path.read_text())
    path.write_text(broken)
    with pytest.raises(KeyRingError):
        open_key_ring(path)
    assert path.read_text() == broken


def test_a_flipped_secret_no_longer_fits_its_id(tmp_path: Path) -> None:
    """A changed secret would derive other codes and name the wrong reader."""
    path = tmp_path / "ring.json"
    open_key_ring(path)
    document = json.loads(path.read_text())
    secret = document["keys"][0]["secret"]
    document["keys"][0]["secret"] = ("B" if secret[0] != "B" else "C") + secret[1:]
    path.write_text(json.dumps(document))
    with pytest.raises(KeyRingError, match="damaged"):
        open_key_ring(path)


def test_a_ring_that_others_may_read_is_refused(tmp_path: Path) -> None:
    """Like an ssh key; the message says what to do."""
    path = tmp_path / "ring.json"
    open_key_ring(path)
    path.chmod(0o640)
    with pytest.raises(KeyRingError, match="chmod 600"):
        open_key_ring(path)


def test_an_unknown_key_id_says_to_restore_the_ring(tmp_path: Path) -> None:
    """Tracing with the wrong ring must not go on quietly."""
    with pytest.raises(KeyRingError, match="restore"):
        open_key_ring(tmp_path / "ring.json").derive("ffffffffffff", "work:1", "code")


def _rotate(path: Path) -> None:
    open_key_ring(path).rotate()


def test_rotations_at_the_same_time_lose_no_key(tmp_path: Path) -> None:
    """Four processes rotate one ring: five keys, all different."""
    path = tmp_path / "ring.json"
    open_key_ring(path)
    workers = [multiprocessing.get_context("spawn").Process(target=_rotate, args=(path,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * 4
    assert len(set(open_key_ring(path).ids)) == 5
    assert not list(tmp_path.glob("*.tmp"))
