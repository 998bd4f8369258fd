"""The key and certificate of an office's seal: opened from PEM or PKCS #12, or made for trying out."""

from __future__ import annotations

import datetime as dt
import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from watermark.atomic import whole_file
from watermark.errors import BadInputError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

_BITS: Final = 3072
_YEARS: Final = 10
_PEM: Final = b"-----BEGIN "
_LONGEST: Final = 1 << 20  # bytes; a key with a long chain has ten thousand


@dataclass(frozen=True)
class Seal:
    """An office's key and certificate, ready to sign.

    Attributes:
        certificate: DER.
        subject: whom the certificate names.
        since, until: when it holds, UTC.
        signer: pyHanko's signer.
    """

    certificate: bytes
    subject: str
    since: dt.datetime
    until: dt.datetime
    signer: Any

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hex."""
        return hashlib.sha256(self.certificate).hexdigest()

    def holds_at(self, when: dt.datetime) -> bool:
        """Tell whether the certificate holds at a time."""
        return self.since <= when <= self.until


def open_seal(path: Path, password: bytes | None = None) -> Seal:
    """Read a key, its certificate and the certificates above it, PEM (all in one file) or PKCS #12.

    Args:
        path: the file; only its owner and group may read it.
        password: of the key, if it has one.

    Raises:
        BadInputError: the file is missing, open to all, or holds no such things, or the password is another.
    """
    data = _private_bytes(path)
    try:
        read = _from_pem if data.lstrip().startswith(_PEM) else _from_pkcs12
        key, certificate, others = read(data, password)
    except (ValueError, TypeError, StopIteration) as exc:
        raise BadInputError(
            f"The seal {path.name} holds no key and certificate, or its password is another.",
            advice="Give a PEM file with key and certificate, or PKCS #12, and the file of its password.",
        ) from exc
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise BadInputError(f"The seal {path.name} has a key of another kind than RSA and elliptic curves.")
    if _public(key.public_key()) != _public(certificate.public_key()):
        raise BadInputError(f"In the seal {path.name}, key and certificate do not belong together.")
    return _seal(key, certificate, others)


def _private_bytes(path: Path) -> bytes:
    try:
        if stat.S_IMODE(path.stat().st_mode) & stat.S_IRWXO:
            raise BadInputError(f"The seal {path.name} is open to all users.", advice=f"Run: chmod 600 {path}")
        with path.open("rb") as file:
            return file.read(_LONGEST)
    except OSError as exc:
        raise BadInputError(f"The seal {path.name} cannot be read: {exc.strerror}.") from exc


def _from_pem(data: bytes, password: bytes | None) -> tuple[PrivateKeyTypes, x509.Certificate, list[x509.Certificate]]:
    key = serialization.load_pem_private_key(data, _password_of(data, password))
    first, *others = x509.load_pem_x509_certificates(data)
    return key, first, others


def _password_of(data: bytes, password: bytes | None) -> bytes | None:
    """A key without a password refuses to be opened with one; the office may have set both."""
    return password if b"ENCRYPTED" in data else None


def _from_pkcs12(
    data: bytes, password: bytes | None
) -> tuple[PrivateKeyTypes, x509.Certificate, list[x509.Certificate]]:
    key, first, others = pkcs12.load_key_and_certificates(data, password)
    if key is None or first is None:
        raise ValueError("no key or no certificate")
    return key, first, others


def _public(key: Any) -> bytes:
    spki = serialization.PublicFormat.SubjectPublicKeyInfo
    return bytes(key.public_bytes(serialization.Encoding.DER, spki))


def _seal(key: Any, certificate: x509.Certificate, others: list[x509.Certificate]) -> Seal:
    der = certificate.public_bytes(serialization.Encoding.DER)
    return Seal(
        certificate=der,
        subject=certificate.subject.rfc4514_string(),
        since=certificate.not_valid_before_utc,
        until=certificate.not_valid_after_utc,
        signer=_signer(key, der, [one.public_bytes(serialization.Encoding.DER) for one in others]),
    )


def _signer(key: Any, certificate: bytes, others: list[bytes]) -> Any:
    from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class Signer(SimpleSigner):
        """Signs equal bytes equally, with a curve as well."""

        def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
            if not isinstance(key, ec.EllipticCurvePrivateKey):
                return bytes(super().sign_raw(data, digest_algorithm))
            algorithm = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
            return key.sign(data, ec.ECDSA(algorithm[digest_algorithm], deterministic_signing=True))

    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(found for one in others for found in load_certs_from_pemder_data(one))
    (own,) = load_certs_from_pemder_data(certificate)
    return Signer(
        signing_cert=own,
        signing_key=load_private_key_from_pemder_data(private, None),
        cert_registry=store,
    )


def make_seal(path: Path, office: str, now: dt.datetime, *, days: int = 366 * _YEARS) -> Path:
    """Make a key and a certificate that vouches for itself, for trying out; its owner alone may read the file.

    An existing file is left as it is.

    Args:
        path: the PEM file; its folder must exist.
        office: whom the certificate names.
        now: from when on it holds.
        days: how long.
    """
    if path.exists():
        return path
    key = rsa.generate_private_key(65537, _BITS)
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    certificate = _vouched_by_itself(key, f"{office} (self-made)"[:64], now, days)
    with whole_file(path) as file:  # made by mkstemp: nobody else may read it
        file.write(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def _vouched_by_itself(key: rsa.RSAPrivateKey, subject: str, now: dt.datetime, days: int) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
