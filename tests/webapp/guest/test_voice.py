"""The room's voice: words in the right order, clips without silence, and a board that lives without them."""

from __future__ import annotations

import array
import io
import shutil
import wave
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.settings import Settings
from webapp import spoken
from webapp.assets import voice
from webapp.voice_check import voice_checks


def test_the_specification_s_call_is_read_word_by_word() -> None:
    words = [spoken.CLIPS[clip] for clip in spoken.call("A 012", 2)]
    assert words == ["nomor antrian", "a", "nol", "satu", "dua", "silakan menuju loket", "dua"]


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "nol"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (240, "dua ratus empat puluh"),
    ],
)
def test_counters_are_numbers_as_indonesian_says_them(n: int, words: str) -> None:
    assert " ".join(spoken.number(n)) == words


@given(st.text(max_size=12), st.integers(min_value=-5, max_value=10**6))
def test_every_call_is_made_of_clips_that_exist(label: str, counter: int) -> None:
    assert set(spoken.call(label, counter)) <= set(spoken.CLIPS)


def a_clip(*samples: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as target:
        target.setparams((1, 2, 1000, 0, "NONE", ""))
        target.writeframes(array.array("h", samples).tobytes())
    return out.getvalue()


def test_silence_goes_from_both_ends_and_the_word_stays_whole() -> None:
    word = [5000, -4000, 0, 0, 3000]
    with wave.open(io.BytesIO(voice.trimmed(a_clip(*[0] * 400, *word, *[0] * 400)))) as clip:
        samples = array.array("h", clip.readframes(clip.getnframes()))
    assert len(samples) <= len(word) + 100, "at most 50 ms of air at each end"
    assert word == list(samples[50:55])


def test_a_clip_without_a_sound_is_no_mistake() -> None:
    with wave.open(io.BytesIO(voice.trimmed(a_clip(*[0] * 10)))) as clip:
        assert clip.getnframes() == 0


def test_without_a_synthesiser_the_set_up_says_that_boards_are_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "boards are silent" in voice.synthesise(tmp_path / "voice")
    assert not voice.is_made(tmp_path / "voice")


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_every_word_is_spoken_once_and_a_second_run_has_nothing_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "voice"
    assert f"{len(spoken.CLIPS)} clips" in voice.synthesise(folder)
    assert voice.is_made(folder)
    assert voice.synthesise(folder) == "voice as it was"
    for path in folder.glob("*.wav"):
        with wave.open(str(path)) as clip:
            assert 0.1 < clip.getnframes() / clip.getframerate() < 3, path.name


def test_the_doctor_says_whether_there_is_a_voice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(voice_checks.__globals__["is_made"], "__defaults__", (tmp_path,))
    (check,) = voice_checks(Settings())
    assert (check.state, "silent" in check.found) == ("warning", True)
