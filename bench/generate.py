# ruff: noqa: SIM905  (a list of words reads best as words)
"""Made-up crisis news by the hundred: varied, repeatable, and never the same sentence twice for long.

Every person, body and number is invented, and so is every event; only some country names are real, so that look-ups
in the gazetteer happen as often as they do in news. The same seed gives the same articles, byte for byte.

Run ``python bench/generate.py OUT [--count 500] [--seed 7]`` to write one ``.txt`` file an article.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator
from pathlib import Path

__all__ = ["article", "articles"]

COUNTRIES = {
    "Kazakhstan": "Kazakh", "Sudan": "Sudanese", "Ukraine": "Ukrainian", "Iran": "Iranian", "Chile": "Chilean",
    "Kenya": "Kenyan", "Nepal": "Nepalese", "Peru": "Peruvian", "Libya": "Libyan", "Haiti": "Haitian",
    "Zavoria": "Zavorian", "Meridan": "Meridani", "Ostvaria": "Ostvarian", "Kalund": "Kalundi", "Tessara": "Tessaran",
    "Pakistan": "Pakistani", "Belarus": "Belarusian", "Armenia": "Armenian", "Turkey": "Turkish", "Brazil": "Brazilian",
}  # fmt: skip
HEADS = "Bar Kal Mor Ves Tan Dar Lin Sor Pel Gor Hal Jas Nim Rud Ost Ulm Zer Fen Cor Ast Bel Dov Eri Kir Lom".split()
TAILS = "ova enko ani ez ura idis ak esen imov ara oti andra eli un ovic ayo ende ila aten uro isa ek ander".split()
GIVEN = (
    "Amina Boris Clara Dmitri Elena Farid Greta Hasan Irina Jonas Katya Luis Mariam Nadir Olga Pavel Rosa Samir "
    "Tamar Umar Vera Yusuf Zara Anton Bela Chidi Dina Emil Fatima Goran"
).split()
GROUPS = "officers soldiers protesters civilians children miners firefighters aid workers farmers students".split()
GROUPS[GROUPS.index("aid") : GROUPS.index("workers") + 1] = ["aid workers"]
SITES = ["town hall", "police headquarters", "central market", "main hospital", "power station", "television tower",
         "university", "bus depot", "northern bridge", "railway station", "grain store", "tax office"]  # fmt: skip
THINGS = "bread fuel cooking-gas water electricity medicine rice fertiliser transport flour".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
VERBS = "said announced reported confirmed stated warned claimed added explained declared insisted noted".split()
MINISTRIES = ["Interior Ministry", "Health Ministry", "Defense Ministry", "Foreign Ministry", "Emergency Ministry",
              "Transport Ministry", "Energy Ministry"]  # fmt: skip
QUALIFIERS = ["at least", "more than", "about", "nearly", "up to", "some", "over", "fewer than", "", "", ""]
WORDS = ["dozens of", "hundreds of", "several", "thousands of", "a dozen", "twenty-two", "seven", "a thousand"]
SHOCKS = ["a strong earthquake", "the worst flood in decades", "a night of shelling", "a series of air strikes",
          "a rise in {thing} prices", "a disputed election", "an explosion at the {site}", "a long drought",
          "the arrest of an opposition leader", "a cut in {thing} subsidies"]  # fmt: skip

TEMPLATES = (
    "{Q} {n} {group} were killed and {n} wounded in {town} {when}, the {demonym} {ministry} {verb}.",
    "{person}, a spokesman for the {ministry}, {verb} that {q} {n} {group} had been arrested in {town} and {town}.",
    "“We will not leave the {site} until {thing} is back,” {verb} {person}, {age}, who lives in {town}.",
    "According to a toll given by {agency}, which cites the {demonym} police, {q} {n} {group} lost their lives.",
    "Protesters stormed the {site} in {town} on {day} and set {n} vehicles on fire.",
    "The government of {country} declared a state of emergency in {town} until {month} {d}.",
    "{airline} has suspended all flights to {town} until {month} {d}, the airline {verb} in a note.",
    "President {person} condemned the violence and called for calm in a televised address on {day}.",
    "The price of {thing} rose by {pct} percent in {month}, while wages stayed where they were.",
    "{country} will send {q} {n} troops to {town} to help restore order, Defense Minister {person} {verb}.",
    "Rescuers found {n} bodies under the rubble of the {site}, and {words} {group} are still missing.",
    "The toll rose from {n} to {n} on {day}, according to the {ministry}, but doctors in {town} doubt it.",
    "{agency} reported, quoting an official who asked not to be named, that {words} {group} had fled to {town}.",
    "Security forces retook the {site} in the early hours of {day} after {words} {group} had occupied it.",
    "The airport of {town} remains closed, and trains between {town} and {town} no longer run.",
    "Prime Minister {person} resigned on {day}, and {person} was appointed to lead an interim cabinet.",
    "“This is an attempt to destabilise {country} from outside,” the {ministry} {verb} in a statement on {day}.",
    "Washington urged both sides to show restraint, while {country} offered to host talks in {town}.",
    "Internet access was cut in {town} for {n} hours, and banks suspended their operations.",
    "The court in {town} sentenced {n} {group} to prison terms of up to {pct} years for their part in the unrest.",
    "{Q} {n} families have been evacuated from {town} since {month} {d}, {verb} {person} of the relief agency.",
    "Police denied that {words} {group} had been beaten, and said that {n} of them had already been released.",
    "In {town}, {person} saw how men in uniform led {words} {group} out of the {site} and pushed them into trucks.",
    "The {ministry} did not give details of the number of {group} injured during the clashes near the {site}.",
    "Experts fear that {q} {n} people could be displaced if the dam above {town} gives way next week.",
    "It was the third {shock_noun} in {country} since {year}, when {n} people died and {n} houses were destroyed.",
    "The curfew in {town}, imposed last {day}, was extended to the neighbouring districts of {town} and {town}.",
    "{person} and {person} met in {town} yesterday to discuss a ceasefire, {agency} reported.",
    "A convoy with {n} tonnes of {thing} and medicine reached {town} on {day}, two days later than promised.",
    "The {demonym} authorities have requested help from {country}, from where {n} engineers are expected on {day}.",
    "“Nobody told us anything,” {verb} {person}, whose brother was among the {n} {group} detained at the {site}.",
    "Images on social networks show looted shops near the {site}; it was not possible to verify them.",
    "The opposition party of {person} rejects this version and speaks of {q} {n} dead, among them {words} {group}.",
    "The United Nations said that {q} {n} people need {thing} and shelter in the {demonym} province of {town}.",
    "By {day} evening the streets were quiet, but columns of {group} could be seen on the road to {town}.",
    "Shares of {airline} fell by {pct} percent on {day} and the currency lost {pct} percent against the dollar.",
    "The minister, who had flown to {town} by helicopter, {verb} that the {site} would be rebuilt within {n} days.",
    "Earlier, {person} had told {agency} that the order to open fire had come from the capital.",
)
HEADLINES = (
    "{country}: {n} dead after {shock}", "{Q} {n} killed as {shock} hits {town}", "Unrest in {town} over {thing}",
    "{demonym} government resigns after {shock}", "{country} sends troops to {town}",
)  # fmt: skip
LEADS = (
    "{town} – After {shock}, {country} counts its dead. {Q} {n} {group} were killed, the {ministry} {verb} on {day}.",
    "{town}, {month} {d} – {shock} has shaken {country}: {words} {group} took to the streets, {agency} reported.",
    "date {year}-{mm}-{dd} {country} woke to {shock} on {day}. {person}, the governor of {town}, {verb} that {q} {n} "
    "people had been injured.",
)


class Writer:
    """Fills templates for one article; the cast (a country, towns, people, bodies) stays the same through it."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.country, self.demonym = rng.choice(sorted(COUNTRIES.items()))
        self.towns = [self._name(2) for _ in range(4)]
        self.people = [f"{rng.choice(GIVEN)} {self._name(2)}" for _ in range(5)]
        self.agency = f"{self._name(1)} News Agency"
        self.airline = f"Air {self._name(2)}"
        self.shock = rng.choice(SHOCKS).format(thing=rng.choice(THINGS), site=rng.choice(SITES))
        self.thing = rng.choice(THINGS)

    def _name(self, parts: int) -> str:
        body = "".join(self.rng.choice(HEADS).lower() for _ in range(parts))
        return (body + self.rng.choice(TAILS)).capitalize()

    def _number(self) -> str:
        size = self.rng.choice((30, 400, 4_000, 60_000))
        value = self.rng.randrange(2, size)
        return f"{value:,}" if self.rng.random() < 0.8 else str(value)

    def _slot(self, key: str) -> str:
        rng = self.rng
        makers: dict[str, Callable[[], str]] = {
            "n": self._number,
            "q": lambda: rng.choice(QUALIFIERS),
            "Q": lambda: rng.choice(QUALIFIERS).capitalize(),
            "words": lambda: rng.choice(WORDS),
            "group": lambda: rng.choice(GROUPS),
            "town": lambda: rng.choice(self.towns),
            "person": lambda: rng.choice(self.people),
            "country": lambda: self.country if rng.random() < 0.7 else rng.choice(sorted(COUNTRIES)),
            "demonym": lambda: self.demonym,
            "ministry": lambda: rng.choice(MINISTRIES),
            "agency": lambda: self.agency,
            "airline": lambda: self.airline,
            "site": lambda: rng.choice(SITES),
            "thing": lambda: self.thing if rng.random() < 0.5 else rng.choice(THINGS),
            "shock": lambda: self.shock,
            "shock_noun": lambda: self.shock.rsplit(" ", 1)[-1],
            "verb": lambda: rng.choice(VERBS),
            "when": lambda: rng.choice(("yesterday", "overnight", f"{rng.choice(('on', 'last'))} {self._slot('day')}")),
            "day": lambda: rng.choice(DAYS),
            "month": lambda: rng.choice(MONTHS),
            "d": lambda: str(rng.randrange(1, 29)),
            "mm": lambda: f"{rng.randrange(1, 13):02d}",
            "dd": lambda: f"{rng.randrange(1, 29):02d}",
            "year": lambda: str(rng.randrange(2004, 2024)),
            "age": lambda: str(rng.randrange(19, 80)),
            "pct": lambda: str(rng.randrange(2, 40)),
        }  # fmt: skip
        return makers[key]()

    def fill(self, template: str) -> str:
        """One template with every slot filled anew."""
        out, rest = [], template
        while "{" in rest:
            before, _, tail = rest.partition("{")
            key, _, rest = tail.partition("}")
            out += [before, self._slot(key)]
        text = " ".join("".join([*out, rest]).split())
        return text[0].upper() + text[1:]


def article(rng: random.Random, size: int = 5_500) -> str:
    """One article of about ``size`` characters: headline, lead, paragraphs of two to four sentences."""
    writer = Writer(rng)
    blocks = [writer.fill(rng.choice(HEADLINES)), writer.fill(rng.choice(LEADS))]
    order = list(TEMPLATES)
    rng.shuffle(order)
    length, at = sum(map(len, blocks)), 0
    while length < size:
        sentences = []
        for _ in range(rng.randrange(2, 5)):
            sentences.append(writer.fill(order[at % len(order)]))
            at += 1
        blocks.append(" ".join(sentences))
        length += len(blocks[-1]) + 2
    return "\n\n".join(blocks) + "\n"


def articles(count: int = 500, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Yield ``(name, text)`` for ``count`` articles; each depends on the seed and its own number only."""
    for number in range(count):
        rng = random.Random(f"{seed}/{number}")
        yield f"made_up_{number:04d}", article(rng, size=rng.randrange(5_000, 6_000))


def main() -> None:
    """Write the articles into a folder."""
    parser = argparse.ArgumentParser(description="Write made-up crisis articles.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for name, text in articles(options.count, options.seed):
        (options.out / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
