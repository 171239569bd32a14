"""The marks by which layout shows: what introduces a credit, a teaser, a source note or boilerplate.

These are conventions of publishing, alike in every paper; no medium, agency or person is named here.
"""

from __future__ import annotations

import re

__all__ = [
    "BULLET",
    "caption_mark",
    "credit_begins",
    "is_boilerplate",
    "is_byline",
    "is_credit",
    "is_source",
    "is_teaser",
    "is_teaser_heading",
    "is_title",
    "mentions_picture",
    "source_begins",
]

BULLET = re.compile(r"(?:[-–—•●▪■►▶»>*·]+|\d{1,2}[.)])\s+")

_PICTURE = (
    r"(?:(?:file|stock|cover|main|featured?)\s+)?"
    r"(?:photo(?:graph)?s?|photograph(?:er|y)|pictures?|images?|fotos?|bild|video|pics?|credits?)"
)
CREDIT = re.compile(
    rf"[(\[]?\s*(?:{_PICTURE}(?:\s+(?:credits?|source|courtesy|copyright|caption))?(?:\s+(?:by|from|of|courtesy\s+of))?"
    rf"\s*(?::|[|/©–—-](?=\s*\S)|(?<=\bby)\s|(?<=\bsource),)\s*|(?:{_PICTURE})\s+(?:by|courtesy\s+of)\s+)\S.*",
    re.I | re.S,
)
CREDIT_NOTE = re.compile(
    rf"[(\[]\s*(?:{_PICTURE})\b[^()\[\]]{{0,60}}?(?::|/|\bby\b|©)[^()\[\]]{{1,80}}[)\]]\s*\.?\s*$", re.I
)
COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b)\s*(?!\d{4}|.*\ball rights\b)[^\s].{1,80}", re.I)
NAMES_WITH_SLASH = re.compile(
    r"[^\W\d_a-zß-ÿ][\w.'’-]*(?:(?:\s*/\s*|\s+)(?:(?:via|of|and|de|al|el|van|von|bin)\s+)?[^\W\d_a-zß-ÿ][\w.'’-]*){1,9}\)?"
)
CAPTION = re.compile(rf"(?:{_PICTURE}\s+)?caption\s*(?:[,:]\s*(?P<words>.*))?", re.I | re.S)
PICTURE_TALK = re.compile(
    r"\b(?:pictured?|pictures|photo(?:graph)?s?|photographed|images?|footage|screenshot|seen (?:here|in|at|on|from)"
    r"|shows?|(?:top|bottom|above|below|left|right|centre|center)(?=[\s,:)]*(?:$|[:,)]|and|meets?|with)))\b",
    re.I,
)

_TEASER_WORDS = (
    r"(?:please\s+)?(?:also\s+)?read(?:\s+(?:also|more|next|this|the\s+full\s+(?:story|article)))?|more|more\s+(?:on|about|from)\s+[^:]{1,60}"
    r"|see\s+(?:also|more)|related(?:\s+(?:news|stories|story|articles?|content|links?|coverage|topics?|posts?|reading))?"
    r"|(?:watch|listen)(?:\s+(?:now|also|more|live|here))?|recommended(?:\s+(?:for\s+you|reading|articles?|stories))?"
    r"|you\s+(?:may|might)\s+(?:also\s+)?(?:like|be\s+interested\s+in)|further\s+reading|don['’]t\s+miss|in\s+case\s+you\s+missed\s+it"
    r"|editor['’]?s['’]?\s+(?:picks?|choice)|(?:most|what\s+to)\s+(?:read|watch|popular|viewed|shared)|trending(?:\s+now)?"
    r"|up\s+next|read\s+next|(?:next|previous)\s+(?:article|story|post)|more\s+(?:news|stories|articles)|top\s+stories"
)
TEASER = re.compile(rf"(?:{_TEASER_WORDS})\s*[:|»►▶→>]+\s*\S.*", re.I | re.S)
TEASER_OPEN = re.compile(
    r"(?:(?:also\s+)?read\s+(?:also|more|next)|see\s+(?:also|more)|(?:click|tap)\s+here|continue\s+reading|more\s+(?:on|about)\s+(?:this|the)\s)\b",
    re.I,
)
TEASER_HEADING = re.compile(rf"(?:{_TEASER_WORDS})\s*[:»►▶→>…]*", re.I)

SOURCE = re.compile(
    r"[(\[]?(?:sources?\s*[:–—|-]\s*\S.{0,100}"
    r"|source\s+(?-i:[a-z0-9])[\w.-]*"
    r"|.{0,80}\bcontributed\s+(?:to\s+(?:this|the)\s+(?:report|article|story)|reporting)\b.{0,20}"
    r"|with\s+(?:additional\s+)?(?:inputs?|files?|material|reporting|agenc(?:y|ies)|wires?)\b(?:\s+(?:input|inputs))?(?:\s+(?:from|by)\s.{1,80})?"
    r"|(?:additional\s+|further\s+)?(?:reporting|reported|writing|written|editing|edited|compiled|translated|translation|produced|adapted)"
    r"\s+by\s+\S.{1,160}"
    r"|(?:this\s+(?:article|story|report|text)\s+(?:was\s+|is\s+)?)?(?:first\s+|originally\s+)(?:published|appeared|posted)\s+(?:by|in|on|at)\b.{1,80}"
    r"|(?:agencies|from\s+our\s+correspondents?|wire\s+reports?|staff\s+(?:and\s+)?(?:agencies|reporters?|writers?)))[)\]]?\.?",
    re.I | re.S,
)
AGENCY_ALONE = re.compile(r"[(\[/][A-Z][\w.&-]*(?:[ /,&-]+[A-Z][\w.&-]*){0,3}[)\]/]\.?")
SOURCE_NOTE = re.compile(
    r"[(\[]\s*(?:(?:additional\s+|further\s+)?(?:reporting|writing|editing|edited|compiled|with\s+(?:inputs?|files|material|agenc(?:y|ies))"
    r"|sources?:)\b)[^()\[\]]{0,200}[)\]]\s*\.?\s*$",
    re.I,
)
BYLINE = re.compile(r"(?i:by)\s+[^\W\d_a-zß-ÿ][\w.'’-]*(?:(?:,|\s+and|\s+&|\s+in)?\s+[^\W\d_a-zß-ÿ][\w.'’-]*){0,9}")

BOILERPLATE = re.compile(
    r"(?:powered\s+by\b|(?:this\s+(?:article|text|page|story)\s+(?:has\s+been|was|is)\s+)?(?:automatically|machine)[\s-]+translated"
    r"|(?:automatic|automated|machine)\s+translation|translated\s+(?:with|from|automatically|using)\b"
    r"|(?:we|this\s+(?:web\s?)?site)\s+uses?\s+cookies|(?:accept|manage|allow)\s+(?:all\s+)?(?:cookies|preferences)|cookie\s+(?:policy|settings|notice)"
    r"|by\s+(?:continuing|using|clicking|signing)\b.*\b(?:cookies|terms|policy|agree)"
    r"|(?:sign\s+up|subscribe|register|log\s?in|sign\s+in|join)\s+(?:to|for|now|today|here|our|with|and)\b.*|subscribe|newsletter|sign\s+up|log\s?in"
    r"|(?:get|receive)\s+(?:the|our|breaking|daily)\b.*\b(?:newsletter|inbox|alerts?|email)s?\b"
    r"|.*\ball\s+rights\s+reserved|(?:©|\(c\)|copyright)\s*(?:©\s*)?\d{4}|terms\s+(?:of|and)\s+(?:use|service|conditions)|privacy\s+policy"
    r"|(?:advertisement|advertising|sponsored(?:\s+content)?|story\s+continues\s+below(?:\s+advertisement)?|article\s+continues\s+below)\W*$"
    r"|(?:share|print|e-?mail|save|tweet|comments?|copy\s+link|whatsapp|facebook|twitter)(?:\s+(?:this|article|on|via|it|with)\b.*)?\W*$"
    r"|follow\s+us\b|download\s+(?:the|our)\s+app|(?:please\s+)?enable\s+javascript|skip\s+to\s+(?:main\s+)?content|loading\W*$"
    r"|your\s+browser\s+does\s+not|comments\s+are\s+closed|support\s+(?:our|independent)\s+journalism|\d+\s+(?:min(?:ute)?s?\s+read|shares?|comments?|views?|likes?)\W*$)",
    re.I | re.S,
)
WORD = re.compile(r"[^\W_]")
CLOSED = (*".:;,…", '."', ".”", ".’", ".'", ".)", '!"', "!”", '?"', "?”", ",”", ',"', ".»")
QUOTES = "\"“”„«»'‘’"


def _words(text: str) -> int:
    return len(text.split())


def is_title(text: str, longest: int) -> bool:
    """Whether a line looks like a title: no more than ``longest`` words, no final stop, and not a bare quotation."""
    if _words(text) > longest or text.endswith(CLOSED) or not WORD.search(text):
        return False
    first = text.lstrip(QUOTES + "([#")[:1]
    if not first or first.islower():
        return False
    return not (text[0] in QUOTES and text[-1] in QUOTES)


def is_boilerplate(text: str) -> bool:
    """Whether a line belongs to the page and not to the article, or holds no word at all."""
    return not WORD.search(text) or (_words(text) <= 30 and BOILERPLATE.match(text) is not None)


def is_credit(text: str) -> bool:
    """Whether a whole line names the maker or owner of a picture."""
    if _words(text) > 14:
        return False
    if CREDIT.fullmatch(text) or COPYRIGHT.fullmatch(text):
        return not text.endswith(("?", "!"))
    return "/" in text and NAMES_WITH_SLASH.fullmatch(text) is not None


def credit_begins(text: str) -> int | None:
    """Where a bracketed credit at the end of a line begins, None where there is none."""
    match = CREDIT_NOTE.search(text, max(0, len(text) - 160))
    return match.start() if match else None


def caption_mark(text: str) -> str | None:
    """What follows the word "caption" that a line begins with, perhaps nothing; None where it begins otherwise."""
    match = CAPTION.fullmatch(text)
    return None if match is None else match["words"] or ""


def mentions_picture(text: str) -> bool:
    """Whether a sentence speaks of the picture it stands under."""
    return PICTURE_TALK.search(text) is not None


def is_teaser(text: str) -> bool:
    """Whether a line points to another article by a marker ("Read more: ...")."""
    return _words(text) <= 40 and (
        TEASER.match(text) is not None or (_words(text) <= 20 and TEASER_OPEN.match(text) is not None)
    )


def is_teaser_heading(text: str) -> bool:
    """Whether a line only announces links to other articles ("Related stories")."""
    return not text.endswith((".", "!", "?")) and TEASER_HEADING.fullmatch(text) is not None


def is_source(text: str) -> bool:
    """Whether a whole line says where the article comes from or who made it."""
    return _words(text) <= 40 and (SOURCE.fullmatch(text) or AGENCY_ALONE.fullmatch(text)) is not None


def source_begins(text: str) -> int | None:
    """Where a bracketed note of the makers at the end of a line begins, None where there is none."""
    match = SOURCE_NOTE.search(text, max(0, len(text) - 240))
    return match.start() if match else None


def is_byline(text: str) -> bool:
    """Whether a line names the author and no more ("By Jane Doe")."""
    return _words(text) <= 10 and BYLINE.fullmatch(text) is not None
