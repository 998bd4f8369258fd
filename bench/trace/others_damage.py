"""Paper and camera damage as others model it (Augraphy, MIT): a process of its own, in an environment of its own.

`bench.trace.worn` makes the environment out of `others_damage.txt`, because Augraphy brings another build of OpenCV.
Each line of standard input is a damage's name, a seed, a picture and where to put the damaged one, apart by tabs; each
is answered with a line. Used for the final measurement alone: nothing in the tracer was ever tuned to it.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable

import augraphy as others  # type: ignore[import-not-found]  # it is in that other environment
import cv2
import matplotlib.font_manager  # type: ignore[import-not-found]  # noqa: F401  Augraphy takes it for granted
import numpy as np

Phase = list[others.Augmentation]


def _pipeline(ink: Phase, paper: Phase, after: Phase) -> others.AugraphyPipeline:
    return others.AugraphyPipeline(ink, paper, after)


DAMAGES: dict[str, Callable[[], others.AugraphyPipeline]] = {
    "ink and paper": lambda: _pipeline(
        [others.InkBleed(), others.LowInkRandomLines()],
        [others.NoiseTexturize(), others.BrightnessTexturize()],
        [others.DirtyDrum(), others.SubtleNoise()],
    ),
    "dirty photocopier": lambda: _pipeline([], [], [others.DirtyRollers(), others.BadPhotoCopy()]),
    "fax": lambda: _pipeline([], [], [others.Faxify()]),
    "folded, in a shadow": lambda: _pipeline(
        [], [], [others.Folding(), others.ShadowCast(), others.LightingGradient()]
    ),
    "open book": lambda: _pipeline([], [], [others.BookBinding(use_cache_images=0), others.LightingGradient()]),
    "photographed screen": lambda: _pipeline([], [], [others.LCDScreenPattern(), others.Moire()]),
    "anything": others.default_augraphy_pipeline,
}
"""Defaults throughout; *anything* is the library's own pipeline, where chance takes what it likes."""


def damaged(name: str, seed: int, picture: np.ndarray) -> np.ndarray:
    """Damage a colour picture (H, W, 3); a fixed seed gives a fixed picture."""
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 (the generator that Augraphy draws from)
    cv2.setRNGSeed(seed)
    done = DAMAGES[name]()(picture)
    return done if isinstance(done, np.ndarray) else done["output"]


def main() -> None:
    for line in sys.stdin:
        name, seed, source, out = line.rstrip("\n").split("\t")
        cv2.imwrite(out, damaged(name, int(seed), cv2.imread(source)))
        print("done", flush=True)


if __name__ == "__main__":
    main()
