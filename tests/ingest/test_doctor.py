"""What is missing on a machine is named, with the package that brings it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import OcrOptions, errors, read_file
from ingest.doctor import check_machine
from tests.ingest import makers


def test_a_complete_machine_passes() -> None:
    """Tesseract with both languages, and every layer of the sandbox by name."""
    checks = {check.name: check for check in check_machine()}
    assert checks["tesseract: ind"].ok
    assert checks["tesseract: eng"].ok
    assert "sandbox: seccomp" in checks


def test_a_missing_language_names_its_package() -> None:
    """One line that says what to install."""
    check = check_machine(OcrOptions(languages=("jav",)), language="en")[0]
    assert not check.ok
    assert "apt-get install tesseract-ocr-jav" in check.detail


def test_a_scan_in_a_language_that_is_missing_is_not_half_read(tmp_path: Path) -> None:
    """The same sentence reaches whoever ingests."""
    path = makers.scan_pdf(tmp_path / "pindai.pdf", ["Jumlah penduduk kecamatan menurut hasil sensus"])
    with pytest.raises(errors.LanguagePackMissing) as caught:
        read_file(path, tmp_path / "kerja", ocr=OcrOptions(languages=("jav",)))
    assert caught.value.params == {"language": "jav", "package": "tesseract-ocr-jav"}
