"""The voice of the room: one clip a word, spoken by espeak-ng where it is there. Without it the boards are silent."""

from __future__ import annotations

import array
import io
import json
import shutil
import subprocess
import sys
import wave
from pathlib import Path

from webapp.assets.errors import AssetError
from webapp.assets.places import STATIC
from webapp.spoken import CLIPS

VOICE = STATIC / "voice"
PROGRAM = "espeak-ng"
MANIFEST = "manifest.json"
# Slower than ordinary speech (175 words a minute): a hall echoes.
SPEED, PITCH, LOUDNESS = 135, 45, 180
_QUIET = 300  # of 32,768; what is softer at a clip's ends is silence
_AIR = 0.05  # seconds of silence that stay at each end
_TIME_LIMIT = 30.0  # seconds a clip


def is_made(folder: Path = VOICE) -> bool:
    """Say whether every word can be spoken."""
    return all((folder / f"{name}.wav").is_file() for name in CLIPS)


def synthesise(folder: Path = VOICE) -> str:
    """Speak what is missing or has changed; give what the set-up's line says about it.

    Raises:
        AssetError: espeak-ng is there and could not speak.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        return "voice kept" if is_made(folder) else f"no voice ({PROGRAM} is not installed: boards are silent)"
    recipe = {"words": CLIPS, "speed": SPEED, "pitch": PITCH, "loudness": LOUDNESS, "program": _version(program)}
    if _as_ordered(folder, recipe):
        return "voice as it was"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    for name, words in CLIPS.items():
        _write(folder / f"{name}.wav", trimmed(_speak(program, words)))
    # The manifest comes last: a set-up that was cut off begins anew.
    (folder / MANIFEST).write_text(json.dumps(recipe, indent=1), encoding="utf-8")
    return f"voice of {len(CLIPS)} clips made"


def _as_ordered(folder: Path, recipe: dict[str, object]) -> bool:
    try:
        return is_made(folder) and json.loads((folder / MANIFEST).read_text(encoding="utf-8")) == recipe
    except (OSError, ValueError):
        return False


def _version(program: str) -> str:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=_TIME_LIMIT, check=False)
    return done.stdout.partition("Data at")[0].strip()


def _speak(program: str, words: str) -> bytes:
    command = [program, "-v", "id", "-s", str(SPEED), "-p", str(PITCH), "-a", str(LOUDNESS), "--stdout", words]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_TIME_LIMIT, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise AssetError(f"{PROGRAM} could not speak “{words}”: {error}") from error
    if done.returncode != 0 or not done.stdout.startswith(b"RIFF"):
        raise AssetError(f"{PROGRAM} could not speak “{words}”: {done.stderr.decode(errors='replace').strip()[:200]}")
    return done.stdout


def trimmed(spoken: bytes) -> bytes:
    """Take the silence from both ends of a clip (16-bit mono WAV), so that words follow each other as in speech."""
    with wave.open(io.BytesIO(spoken)) as source:
        rate = source.getframerate()
        # What is written to a pipe carries no true length: the frames are read to the end.
        samples = array.array("h", source.readframes(len(spoken) // 2)[: len(spoken) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    loud = [at for at, sample in enumerate(samples) if abs(sample) > _QUIET]
    air = int(rate * _AIR)
    kept = samples[max(loud[0] - air, 0) : loud[-1] + air] if loud else samples[:0]
    if sys.byteorder == "big":
        kept.byteswap()
    out = io.BytesIO()
    with wave.open(out, "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(rate)
        target.writeframes(kept.tobytes())
    return out.getvalue()


def _write(path: Path, body: bytes) -> None:
    partial = path.with_name(f"{path.name}.partial")
    partial.write_bytes(body)
    partial.replace(path)
