"""Which language an article is in, and whether it can be read."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import Any

__all__ = ["NAMES", "foreign_language", "forget"]

NAMES = {
    "ar": "Arabic",
    "az": "Azerbaijani",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ka": "Georgian",
    "kk": "Kazakh",
    "ko": "Korean",
    "ky": "Kyrgyz",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mk": "Macedonian",
    "mn": "Mongolian",
    "ms": "Malay",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "so": "Somali",
    "sq": "Albanian",
    "sr": "Serbian",
    "sv": "Swedish",
    "sw": "Swahili",
    "ta": "Tamil",
    "tg": "Tajik",
    "th": "Thai",
    "tk": "Turkmen",
    "tl": "Tagalog",
    "tr": "Turkish",
    "tt": "Tatar",
    "ug": "Uyghur",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "uz": "Uzbek",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
"""The languages told apart, by ISO 639-1 code."""

PIECE = 400
"""Characters taken from the beginning and from the middle: enough to be sure, and fast."""
TOO_SHORT = 40
"""Fewer letters than this in Latin script are given the benefit of the doubt."""
SHORT = 100
"""Fewer letters than this are refused only when the other language is all but certain."""
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
LETTER = re.compile(r"[^\W\d_]")


def foreign_language(text: str) -> tuple[str, float] | None:
    """The language of a text that is not English, or None where it is English or too short to tell.

    Returns:
        The language's English name and how probable it is among the languages of :data:`NAMES` (0 to 1).
    """
    sample = _sample(text)
    letters = len(LETTER.findall(sample))
    latin = len(LATIN.findall(sample))
    if letters == 0 or (letters < TOO_SHORT and latin * 2 >= letters):
        return None
    ranking = _identifier().rank(sample)
    if latin * 2 < letters:  # another script: never English, whatever the odds
        code, odds = next((code, odds) for code, odds in ranking if code != "en")
        return NAMES[code], round(odds, 2)
    code, odds = ranking[0]
    english = dict(ranking)["en"]
    certain = odds >= 0.95 if letters < SHORT else english < 0.05
    if code == "en" or not certain:
        return None
    return NAMES[code], round(odds, 2)


def forget() -> None:
    """Let go of the model (55 MB); the next text loads it again, which takes half a second."""
    _identifier.cache_clear()


def _sample(text: str) -> str:
    """The beginning and the middle of the text, cut at spaces."""
    if len(text) <= 2 * PIECE:
        return text
    middle = (len(text) + PIECE) // 2 - PIECE // 2
    return text[:PIECE] + " " + text[middle : middle + PIECE]


@cache
def _identifier() -> Any:
    """The language model, loaded once a process (half a second) and only when it is needed."""
    langid: Any = import_module("py3langid.langid")  # has no types, and takes a while to import
    every = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    every.set_languages(sorted(NAMES))
    return langid.LanguageIdentifier(  # a second one lets go of the columns of all other languages (57 MB)
        every.nb_ptc,
        every.nb_pc,
        every.nb_classes,
        every.tk_nextmove,
        every.tk_output,
        norm_probs=True,
        tk_row=every.tk_row,
    )
