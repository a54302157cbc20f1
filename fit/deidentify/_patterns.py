"""What is found by its shape: mail, links, phones, addresses, post codes, numbers of accounts, ages over 89."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fit.deidentify._replacement import Kind
from fit.deidentify._span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["shapes_in"]

_TOP = "com|org|net|edu|gov|info|example|uk|de|fr|es|dk|nl|eu|ch|at|se|no|us|ca|au|io|me|health|nhs"
_EMAIL = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    rf"|\b\w+(?: (?:dot|punkt|point|punto|punt) \w+)* (?:at|ät) \w+(?: dot \w+)* dot (?:{_TOP})\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    rf"\bhttps?://[^\s<>\"]*[\w/]|\bwww\.[^\s<>\"]*[\w/]|(?<![@\w.])[a-z0-9-]{{3,}}(?:\.[a-z0-9-]+)*\.(?:{_TOP})\b(?:/[^\s<>\"]*[\w/])?"
    r"|(?<![\w@])@\w{2,}",
    re.IGNORECASE,
)
_UNIT = r"(?:Flat|Apartment|Apt\.?|Unit|Suite|Room)\s+\w{1,5}"
_STREETS = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Dr|Court|Close|Crescent|Square|Terrace|Boulevard|Blvd|Way|Gardens|"
    "Grove|Row|Hill|Highway|Parade|Mews|Place"
)
_CAP = r"[^\W\d_a-zà-öø-ÿ][\w'\u2019-]*"
_ADDRESSES = tuple(
    re.compile(one)
    for one in (
        rf"(?:{_UNIT},?\s+)?\b\d{{1,5}}[a-zA-Z]?,?\s+(?:{_CAP}\.?\s+){{1,3}}(?:{_STREETS}|{_STREETS.upper()})\b\.?(?:,\s+{_UNIT})?",
        rf"(?:{_CAP}\s+){{1,2}}(?:Street|Road|Avenue|Lane|Crescent|Terrace|Boulevard)\b",
        r"\b\d{1,5}[a-z]?\s+(?:[a-z]+\s+){1,2}(?:street|road|avenue|lane|crescent|terrace|gardens|boulevard)\b",
        r"\bP\.?\s?O\.? Box \d+",
        (
            r"(?:\b[Dd](?:er|ie|em|as)\s+)?\b[A-ZÄÖÜ][\wäöüß-]*"
            r"(?:[Ss]traße|[Ss]trasse|[Ss]tr\.|weg|platz|gasse|allee|ufer|damm|chaussee)\s*\d{1,4}\s?[a-z]?\b"
        ),
        (
            r"\b(?:Am|An der|An den|Im|In der|Auf der|Auf dem|Zum|Zur|Unter den)\s+"
            rf"(?!(?:Mo|Di|Mi|Do|Fr|Sa|So)\w*tag){_CAP}\s+\d{{1,3}}[a-z]?(?=[,.;]|$)"
        ),
        (
            r"\b\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|boulevard|place|chemin|allée|impasse|quai|cours|route)\s+"
            rf"(?:(?:de la|des|du|de|d['\u2019])\s*)?{_CAP}(?:[ -]{_CAP})*"
        ),
        (
            r"\b(?:calle|Calle|avenida|Avenida|plaza|Plaza|paseo|Paseo|C/)\s+"
            rf"(?:de\s+(?:la\s+)?)?{_CAP}(?:\s+{_CAP})*,?\s+\d{{1,4}}"
        ),
        r"\b[A-ZÆØÅ][\wæøå]*(?:gade|vej|vænget|allé|stræde|plads|torv)\s+\d{1,4}\s?[A-Za-z]?\b",
        r"\b[A-Z]\w*(?:straat|weg|laan|plein|gracht|kade|dijk|singel|steeg)\s+\d{1,4}\s?[a-z]?\b",
        r"[\u4e00-\u9fff]{2,8}(?:路|街|大道|巷)\d+号",
    )
)
_POST_CODES = (
    re.compile(
        r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|\b[A-Z]\d[A-Z]\s\d[A-Z]\d\b|\b\d{4}\s(?!AM|PM|TV|UK|US|EU|OK)[A-Z]{2}\b"
    ),
    re.compile(r"(?<![\d,.])\d{5}(?=\s+[A-ZÄÖÜÉ][a-zäöüß]{2,})|(?<=\b[A-Z]{2} )\d{5}(?:-\d{4})?\b"),
    re.compile(
        r"(?<=code )\d{4,6}\b|(?<=code is )\d{4,6}\b|(?<=zip )\d{5}\b|(?<=PLZ )\d{4,5}\b|(?<=postal )\d{5}\b",
        re.IGNORECASE,
    ),
)
_IBAN = r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?\b"
_NUMBERS = (
    re.compile(_IBAN),
    re.compile(r"\b[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b|\b\d{3}-\d{2}-\d{4}\b|\b\d{6}-\d{4}\b"),
    re.compile(r"(?<![\d.,/-])\d{8,}(?![\d.,/-]\d)"),
)
_NUMBER_WORD = (
    "account|policy|insurance|member|membership|passport|licence|license|case|customer|card|nhs|social security|"
    "reference|konto\\w*|versicherung\\w*|kunden\\w*|compte|assurance|póliza|cuenta|seguro|konto|rekening|polis"
)
_NUMBERED = re.compile(
    rf"\b(?:{_NUMBER_WORD})\b(?:\s+(?:number|no\.?|card|id|code|nummer|numéro|número))*"
    r"(?:\s*(?:is|was|ist|est|es|er|:|,|#|=))*\s*((?=[A-Z\s-]{0,7}\d)[A-Z]{0,6}[ -]?\d[\dA-Z]*(?:[ -]?\d[\dA-Z]*)*)",
    re.IGNORECASE,
)
FEWEST_IN_NUMBER = 5
# Digits of a number that a word such as "account" announces; "case 3" is none.

_PHONE = re.compile(r"(?<![\w.,/\u2013-])(?:\+|00)?\(?\d(?:[ \u00a0().\-/]{0,2}\d){6,14}(?![\w]|[.,/]\d)")
_PHONE_BEFORE = re.compile(
    r"(?:phone|mobile|cell|number|call|ring|text|tel|line|nummer|telefon\w*|handy|numéro|téléphone|teléfono|móvil|"
    r"telefoon|bel|电话|手机|هاتف)\W.{0,16}$|(?:电话|手机).{0,4}$",
    re.IGNORECASE,
)
_DIALLED = re.compile(
    r"\+|00\d|0\d|\(|1?[ -.]?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}$|1[3-9]\d{9}$|[6-9]\d{2} \d{3} \d{3}$|\d\d(?: \d\d){3}$"
)
_YEARS = re.compile(r"(?:(?:19|20)\d\d\D{0,3}){2,}")
_DATE_LIKE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}$")
_DECIMALS = re.compile(r"\d{1,2}\.\d(?!\d)")
FEWEST_DIGITS, MOST_DIGITS = 7, 15
# Of a phone number: E.164 allows fifteen; shorter ones are extensions or scores.

_DIGIT = "zero|oh|o|one|two|three|four|five|six|seven|eight|nine"
_SPOKEN = re.compile(rf"\b(?:(?:{_DIGIT}|double|triple)\b[ ,-]*){{7,}}(?<![ ,-])", re.IGNORECASE)
_COUNTING = re.compile(r"one,? two,? three,? four,? five,? six,? seven", re.IGNORECASE)
_YEARS_OLD = r"[- ]years?[- ]old|[- ]years? of age| Jahre alt| ans\b| años| år\b| jaar\b|岁| عام"
_NINETIES = r"(?:9\d|1[01]\d)"
_AGES = (
    re.compile(rf"\b{_NINETIES}(?:{_YEARS_OLD})|\bninety(?:[- ]\w+)?(?:[- ]years?[- ]old)", re.IGNORECASE),
    re.compile(
        rf"(?<=\b)(?:(?:aged|age|turned|turns|turning|be|is|was|am|'m|'s|\u2019m|\u2019s|nearly|almost)\s+)({_NINETIES})\b"
        r"(?!\s*(?:%|per|percent|points?|minutes?|pages?|days?|weeks?|kilos?|kg|mg|pounds?|euros?|times|degrees|people))"
        r"(?=\s*[.,;!?]|\s+(?:and|when|but|now|so|years|this|last|next|today|soon|then|in|that|at)\b|\s*$)",
        re.IGNORECASE,
    ),
)


def shapes_in(text: str) -> Iterator[Span]:
    """Find everything in a text that is known by its shape."""
    single = ((Kind.EMAIL, "an e-mail address", (_EMAIL,)), (Kind.LINK, "a link", (_LINK,)))
    groups = (
        (Kind.ADDRESS, "shaped like an address", _ADDRESSES),
        (Kind.POST_CODE, "shaped like a post code", _POST_CODES),
        (Kind.NUMBER, "shaped like a number of an account, a card or an insurance", _NUMBERS),
        (Kind.AGE, "an age over 89", _AGES),
    )
    for kind, why, patterns in (*single, *groups):
        for pattern in patterns:
            for found in pattern.finditer(text):
                group = pattern.groups
                yield Span(start=found.start(group), end=found.end(group), kind=kind, why=why)
    yield from _announced(text)
    yield from _phones(text)


def _announced(text: str) -> Iterator[Span]:
    for found in _NUMBERED.finditer(text):
        if sum(letter.isdigit() for letter in found[1]) >= FEWEST_IN_NUMBER:
            why = "a number after a word such as account or insurance"
            yield Span(start=found.start(1), end=found.end(1), kind=Kind.NUMBER, why=why)


def _phones(text: str) -> Iterator[Span]:
    for found in _PHONE.finditer(text):
        if _is_phone(found[0], text[: found.start()]):
            yield Span(start=found.start(), end=found.end(), kind=Kind.PHONE, why="shaped like a phone number")
    for found in _SPOKEN.finditer(text):
        if not _COUNTING.match(found[0]):
            yield Span(start=found.start(), end=found.end(), kind=Kind.PHONE, why="digits spoken like a phone number")


def _is_phone(shape: str, before: str) -> bool:
    digits = sum(letter.isdigit() for letter in shape)
    if not FEWEST_DIGITS <= digits <= MOST_DIGITS or _YEARS.fullmatch(shape) or _DATE_LIKE.match(shape):
        return False
    if _DECIMALS.search(shape):
        return False
    return _DIALLED.match(shape) is not None or _PHONE_BEFORE.search(before[-30:]) is not None
