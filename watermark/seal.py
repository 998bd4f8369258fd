"""The office's seal: a PAdES signature after everything else, as an incremental update.

ETSI EN 319 142-1, baseline level B-B, made by pyHanko. The seal certifies the copy as it left the office and allows no
change. RSA with PKCS #1 v1.5 padding and a given time, so that equal files sealed at one time stay equal.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from watermark.atomic import whole_file
from watermark.errors import AssemblyError, BadInputError

if TYPE_CHECKING:
    from pathlib import Path

_FIELD: Final = "Pustaka"
_BITS: Final = 3072
_YEARS: Final = 10


class SealState(Enum):
    """What a file's seal says: genuine, altered since it was sealed, or none of ours."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Seal:
    """An office's key and certificate, ready to sign and to check."""

    signer: Any

    @property
    def certificate(self) -> Any:
        """The certificate, an asn1crypto object."""
        return self.signer.signing_cert


def self_made(folder: Path, office: str, now: dt.datetime) -> Path:
    """Make a key and a certificate that vouches for itself, for development; give the file, readable by its owner only.

    An existing file is left as it is.
    """
    path = folder / "seal.pem"
    if path.exists():
        return path
    key = rsa.generate_private_key(65537, _BITS)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{office} (self-made)")])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=366 * _YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    with whole_file(path) as file:  # made by mkstemp: nobody else may read it
        file.write(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def open_seal(path: Path) -> Seal:
    """Read key and certificate (PEM, both in one file, the certificate's chain behind it).

    Raises:
        BadInputError: the file is missing or holds no such things.
    """
    from pyhanko.keys import load_certs_from_pemder, load_private_key_from_pemder
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    try:
        key = load_private_key_from_pemder(str(path), None)
        first, *others = load_certs_from_pemder([str(path)])  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as exc:
        raise BadInputError(f"The seal {path.name} holds no key and certificate.") from exc
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(others)
    return Seal(SimpleSigner(signing_cert=first, signing_key=key, cert_registry=store))


def seal_file(path: Path, seal: Seal, when: dt.datetime) -> str:
    """Append the seal to a copy; the file is replaced when it is whole. Give its SHA-256, hex.

    Args:
        path: the copy.
        seal: the office's.
        when: the time that the seal names; equal files sealed at one time are equal.

    Raises:
        AssemblyError: it could not be signed or written.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError

    try:
        signed = _signed(path.read_bytes(), seal, when)
        with whole_file(path) as file:
            file.write(signed)
    except (OSError, PdfError, SigningError, ValueError) as exc:
        raise AssemblyError(f"The copy could not be sealed: {exc}") from exc
    return hashlib.sha256(signed).hexdigest()


def _signed(data: bytes, seal: Seal, when: dt.datetime) -> memoryview:
    from pyhanko.pdf_utils.generic import ByteStringObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    class Writer(IncrementalPdfFileWriter):
        """Leaves the publication's metadata as they are, and takes no chance into the file's second identifier."""

        def _update_meta(self) -> None:
            pass

        @classmethod
        def _handle_id(cls, prev: Any) -> Any:
            ids = super()._handle_id(prev)  # type: ignore[no-untyped-call]
            ids[1] = ByteStringObject(hashlib.sha256(data + when.isoformat().encode()).digest()[:16])
            return ids

    class Signer(PdfSigner):
        """Signs at the given time."""

        def init_signing_session(self, *args: Any, **named: Any) -> Any:
            session = super().init_signing_session(*args, **named)
            session.system_time = when
            return session

    meta = PdfSignatureMetadata(
        field_name=_FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES,
        certify=True, docmdp_permissions=MDPPerm.NO_CHANGES,
    )  # fmt: skip
    signed: io.BytesIO = Signer(meta, signer=seal.signer).sign_pdf(Writer(io.BytesIO(data)))
    return signed.getbuffer()


def check_seal(data: bytes, seal: Seal) -> SealState:
    """Tell what the seal in a file says.

    The file is parsed here: call this in a process of its own with limits when it comes from outside.

    Args:
        data: the file.
        seal: the office's; only a signature by its certificate counts.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko_certvalidator import ValidationContext

    try:
        found = PdfFileReader(io.BytesIO(data)).embedded_signatures
        mine = [one for one in found if one.signer_cert.dump() == seal.certificate.dump()]
        if not mine:
            return SealState.UNKNOWN
        trust = ValidationContext(trust_roots=[seal.certificate], allow_fetching=False)
        status = validate_pdf_signature(mine[0], signer_validation_context=trust)
        _, _, start, length = mine[0].byte_range
        whole = start + length == len(data)
    except (PdfError, SignatureValidationError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return SealState.ALTERED if seal.certificate.dump().hex().encode() in data.lower() else SealState.UNKNOWN
    return SealState.GENUINE if whole and status.bottom_line else SealState.ALTERED
