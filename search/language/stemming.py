"""Snowball's Indonesian and English stems (snowballstemmer), in one function for text of either language."""

from __future__ import annotations

import threading

import snowballstemmer

_LONGEST_WORD = 30
_local = threading.local()


def _stemmers() -> tuple[snowballstemmer.stemmer, snowballstemmer.stemmer]:
    # A Snowball object keeps the word in work inside itself, so each thread has its own pair.
    if not hasattr(_local, "pair"):
        _local.pair = (snowballstemmer.stemmer("indonesian"), snowballstemmer.stemmer("english"))
    pair: tuple[snowballstemmer.stemmer, snowballstemmer.stemmer] = _local.pair
    return pair


def indonesian_stem(word: str) -> str:
    """Return Snowball's Indonesian stem of a folded word."""
    stem: str = _stemmers()[0].stemWord(word)
    return stem


def stem(word: str) -> str:
    """Return one stem for a folded word of unknown language.

    A page mixes both languages in one table, so the language is not asked: the Indonesian rules run first, the
    English ones on what they leave. Words with digits and words beyond 30 letters stay as they are.
    """
    if not word.isascii() or not word.isalpha() or len(word) > _LONGEST_WORD:
        return word
    indonesian, english = _stemmers()
    root: str = english.stemWord(indonesian.stemWord(word))
    return root
