"""Passwords and secrets."""

from __future__ import annotations

import pytest

from library.readers import credentials


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("pendek", "password-short"),
        ("x" * 201, "password-long"),
        ("Rahasia1234", "password-common"),
        ("aaaabbbbaaaa", "password-common"),
        ("siti@contoh.id", "password-common"),
        ("SitiRahmawati", "password-common"),
        ("Rahmawati2024!", "password-common"),
        ("siti.rahmawati", "password-common"),
        ("sitiSITIsiti99", "password-common"),
        ("password-contoh", "password-common"),
        ("Bismillah2025", "password-common"),
        ("qwerty123456!", "password-common"),
        ("kuda hitam lari pagi", None),
        ("siti membaca buku tebal", None),
        ("4TmvXq81Zz", None),
        ("密码密码密码很长很好的", None),
    ],
)
def test_a_new_password_is_long_and_not_what_anybody_would_try(password: str, problem: str | None) -> None:
    assert credentials.password_problem(password, email="siti@contoh.id", name="Siti Rahmawati") == problem


def test_a_password_is_kept_as_argon2id_with_a_salt_of_its_own() -> None:
    first, second = (credentials.hash_password("kuda hitam lari pagi") for _ in range(2))
    assert first.startswith("$argon2id$")
    assert first != second
    assert credentials.password_matches(first, "kuda hitam lari pagi")
    assert not credentials.password_matches(first, "kuda hitam lari pagi ")


@pytest.mark.parametrize("stored", [None, "", "plain text", "$argon2id$broken"])
def test_what_is_no_hash_matches_nothing(stored: str | None) -> None:
    assert not credentials.password_matches(stored, "plain text")


def test_secrets_have_256_bits_and_only_their_hash_is_kept() -> None:
    secret = credentials.new_secret()
    assert len(secret) == 43
    assert secret not in credentials.secret_hash(secret)
    assert len({credentials.new_secret() for _ in range(100)}) == 100
