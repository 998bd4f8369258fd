"""The office's key comes as its authority gave it, and says what is wrong with it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from watermark.errors import BadInputError
from watermark.seal_keys import Seal, make_seal, open_seal

NOW = dt.datetime(2026, 11, 21, 8, 0, tzinfo=dt.UTC)
PASSWORD = b"rahasia"


def certified(
    key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey, since: dt.datetime = NOW, days: int = 9
) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "BPS")])
    algorithm = hashes.SHA256() if isinstance(key, ec.EllipticCurvePrivateKey) else None
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    return builder.not_valid_before(since).not_valid_after(since + dt.timedelta(days=days)).sign(key, algorithm)


@pytest.fixture
def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def kept(path: Path, data: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(data)
    path.chmod(mode)
    return path


def pem(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey, password: bytes | None) -> bytes:
    hidden = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, hidden)


def quick_seal(path: Path, since: dt.datetime, days: int) -> Seal:
    """A seal on a curve, which is made in no time."""
    key = ec.generate_private_key(ec.SECP256R1())
    return open_seal(kept(path, pem(key, None) + certified(key, since, days).public_bytes(serialization.Encoding.PEM)))


def test_the_key_is_for_its_owner_alone_and_made_once(tmp_path: Path) -> None:
    path = make_seal(tmp_path / "seal.pem", "BPS", NOW)
    assert path.stat().st_mode & 0o077 == 0
    before = path.read_bytes()
    assert make_seal(path, "BPS", NOW).read_bytes() == before
    assert open_seal(path).subject == "CN=BPS (self-made)"
    assert open_seal(path).holds_at(NOW + dt.timedelta(days=3600))


@pytest.mark.parametrize("password", [None, PASSWORD])
def test_pkcs12_and_pem_open_with_and_without_a_password(
    key: ec.EllipticCurvePrivateKey, tmp_path: Path, password: bytes | None
) -> None:
    certificate = certified(key)
    hidden = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    bundle = kept(tmp_path / "seal.p12", pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, hidden))
    text = kept(tmp_path / "seal.pem", pem(key, password) + certificate.public_bytes(serialization.Encoding.PEM))
    assert open_seal(bundle, password).fingerprint == open_seal(text, password).fingerprint
    assert open_seal(text, password).fingerprint == certificate.fingerprint(hashes.SHA256()).hex()


def test_a_curve_signs_equal_bytes_equally(key: ec.EllipticCurvePrivateKey, tmp_path: Path) -> None:
    data = pem(key, None) + certified(key).public_bytes(serialization.Encoding.PEM)
    signer = open_seal(kept(tmp_path / "seal.pem", data)).signer
    first, second = (signer.sign_raw(b"salinan", "sha256") for _ in range(2))
    assert first == second
    key.public_key().verify(first, b"salinan", ec.ECDSA(hashes.SHA256()))


def test_what_is_no_seal_is_refused_with_the_reason(key: ec.EllipticCurvePrivateKey, tmp_path: Path) -> None:
    certificate = certified(key).public_bytes(serialization.Encoding.PEM)
    stranger, edwards = ec.generate_private_key(ec.SECP256R1()), ed25519.Ed25519PrivateKey.generate()
    edwards_pem = pem(edwards, None) + certified(edwards).public_bytes(serialization.Encoding.PEM)
    for data, password, reason in (
        (b"nothing", None, "no key and certificate"),
        (certificate, None, "no key and certificate"),
        (pem(key, None), None, "no key and certificate"),
        (pem(key, PASSWORD) + certificate, b"lain", "password is another"),
        (pem(key, PASSWORD) + certificate, None, "password is another"),
        (pem(stranger, None) + certificate, None, "do not belong together"),
        (edwards_pem, None, "another kind"),
    ):
        with pytest.raises(BadInputError, match=reason):
            open_seal(kept(tmp_path / "seal.pem", data), password)


def test_a_key_that_lies_open_or_is_not_there_is_refused(key: ec.EllipticCurvePrivateKey, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="open to all"):
        open_seal(kept(tmp_path / "seal.pem", pem(key, None), 0o644))
    with pytest.raises(BadInputError, match="cannot be read"):
        open_seal(tmp_path / "gone.pem")
