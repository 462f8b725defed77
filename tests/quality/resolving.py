"""Citations whose links are hidden in, how often each finder, and all together, lead back to the right page out.

    python -m tests.quality resolve [--of SET] [--half first|second] [--misses N]

The stories of `stories.tsv` are printed by as many invented outlets on a loopback web of more than 300 pages, in
seven languages. Beside each page stand, at the same outlet and on the same day, another piece on the same subject
and one on another; elsewhere the same story; three days later a round-up that repeats its headline. Every service
overlooks one page in five, each another one. Of every eighth story the cited page is nowhere: whatever is chosen for
it is wrong. Thresholds were set while looking at the stories of odd number (`--half first`); of the others only the
totals were seen, after which thresholds were raised once.

The sets of `desks/` are apart: real outlets under their own names, with harder neighbours (several articles on one
subject, follow-ups, live blogs, editions in other languages, posts of one channel), many cited pages nowhere. Each
was composed before it was run, and says in its head what came of that first look; what it showed was mended since,
so that the figures of today flatter. No threshold of `choose.py` was moved for them.
"""

from __future__ import annotations

import argparse
import csv
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from verifier import pipeline
from verifier.finders import FINDERS
from verifier.model import Article, Link, Sighting
from verifier.resolve.headlines import EARLIER
from verifier.settings import Settings

from .desks import NAMES, measured_desks
from .hidden import HEAD, Hidden, Printed, Tally, only_target, shown_row, tallied

HERE = Path(__file__).resolve().parent
FIRST_DAY = date(2025, 3, 1)
_MISSING_EVERY = 8
_TOWNS = (
    "Varnholt", "Selm", "Tarnby", "Lindholm", "Orzeno", "Korvin", "Aska", "Pell", "Brede", "Dunmarrow", "Merrin",
    "Zellow", "Hayle", "Norvik", "Skarn", "Calder", "Sarnow", "Ellmark", "Holmby", "Fenwick", "Ostrava Bay", "Rellin",
)  # fmt: skip
_PAPERS = ("Post", "Courier", "Gazette")
#: Sentences that could stand in any piece, so that pages are as long as pages are.
PADDING = {
    "en": "Officials declined to give further details on the day. A statement is expected later in the week.\n"
    "Readers who know more about the matter may write to the editors. Other outlets reported on it as well.",
    "pl": "Urzędnicy nie podali dalszych szczegółów. Oświadczenie ma zostać wydane w tym tygodniu.\n"
    "Czytelnicy, którzy wiedzą więcej o sprawie, mogą napisać do redakcji. O sprawie pisały też inne media.",
    "ru": "Чиновники не сообщили дополнительных подробностей. Заявление ожидается на этой неделе.\n"
    "Читатели, которые знают больше, могут написать в редакцию. Об этом сообщали и другие издания.",
    "uk": "Посадовці не повідомили подробиць. Заяву очікують цього тижня.\n"
    "Читачі, які знають більше, можуть написати до редакції. Про це повідомляли й інші видання.",
    "de": "Behörden nannten am Tag keine weiteren Einzelheiten. Eine Erklärung wird in dieser Woche erwartet.\n"
    "Leserinnen und Leser, die mehr wissen, können der Redaktion schreiben. Auch andere Medien berichteten.",
    "fr": "Les responsables n’ont pas donné d’autres détails. Une déclaration est attendue cette semaine.\n"
    "Les lecteurs qui en savent plus peuvent écrire à la rédaction. D’autres médias en ont parlé.",
    "es": "Las autoridades no dieron más detalles. Se espera una declaración esta semana.\n"
    "Los lectores que sepan más pueden escribir a la redacción. Otros medios también informaron.",
    "it": "Le autorità non hanno fornito altri dettagli. Una dichiarazione è attesa in settimana.\n"
    "I lettori che ne sanno di più possono scrivere alla redazione. Ne hanno parlato anche altri giornali.",
    "ro": "Oficialii nu au oferit alte detalii. O declarație este așteptată în această săptămână.\n"
    "Cititorii care știu mai multe pot scrie redacției. Și alte publicații au relatat despre acest subiect.",
    "cs": "Úřady další podrobnosti nesdělily. Prohlášení se očekává během tohoto týdne.\n"
    "Čtenáři, kteří o věci vědí víc, mohou napsat redakci. Informovala o ní také další média.",
    "lt": "Pareigūnai daugiau informacijos nepateikė. Pareiškimo laukiama šią savaitę.\n"
    "Skaitytojai, kurie žino daugiau, gali rašyti redakcijai. Apie tai pranešė ir kiti leidiniai.",
    "be": "Чыноўнікі не паведамілі іншых падрабязнасцяў. Заява чакаецца на гэтым тыдні.\n"
    "Чытачы, якія ведаюць больш, могуць напісаць у рэдакцыю. Пра гэта паведамлялі і іншыя выданні.",
    "tr": "Yetkililer başka ayrıntı vermedi. Bu hafta bir açıklama yapılması bekleniyor.\n"
    "Daha fazlasını bilen okurlar gazeteye yazabilir. Konuyla ilgili başka yayınlarda da haberler çıktı.",
}  # fmt: skip
_CYRILLIC = str.maketrans({
    **dict(zip("абвгдезийклмнопрстуфхыэіґ", "abvgdeziyklmnoprstufhyeig", strict=True)), "ж": "zh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya", "ё": "e", "є": "ye", "ї": "yi", "'": "",
    "ł": "l", "ą": "a", "ę": "e", "ó": "o", "ś": "s", "ż": "z", "ź": "z", "ć": "c", "ń": "n", "ä": "ae", "ö": "oe",
    "ü": "ue", "ß": "ss", "é": "e", "è": "e", "à": "a", "ç": "c", "ñ": "n", "á": "a", "í": "i", "ú": "u",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Story:
    """One row of the table, with its outlet and day; `page` is None when the cited page is nowhere."""

    number: int
    language: str
    claim: str
    outlet: str
    host: str
    day: date
    page: Printed | None
    twin: Printed
    others: tuple[Printed, ...]


def prepare(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--half", choices=("first", "second"), help="odd or even stories alone")
    parser.add_argument("--of", choices=("stories", *NAMES), help="one of the sets alone")
    parser.add_argument("--misses", type=int, default=0, help="print so many wrong or missed citations of each row")


def run(options: argparse.Namespace) -> int:
    """Print a table of each set."""
    if options.of in (None, "stories"):
        stories = composed()
        chosen = [one for one in stories if options.half is None or (one.number % 2 == 1) == (options.half == "first")]
        print(f"stories.tsv: {len(stories)} outlets, {len(_pages(stories))} pages, {len(chosen)} hidden links")
        print(HEAD)
        for name, tally in measured(stories, chosen).items():
            print(shown_row(name, tally) + (f"   {dict(tally.by_how)}" if name == "all" else ""))
            _print_misses(tally, options.misses)
    for name in NAMES:
        if options.of in (None, name):
            tally = measured_desks(name, PADDING, stock())
            print(
                f"desks/{name}.toml: {tally.cases} citations, {tally.counts['there']} of them of a page that is there"
            )
            print(HEAD)
            print(f"{shown_row('all', tally)}   {dict(tally.by_how)}")
            _print_misses(tally, options.misses)
            for kind in sorted({kind for kind, _ in tally.by_kind}):
                outcomes = ("right", "wrong", "ambiguous", "none")
                print(f"  {kind:<16}" + "".join(f"{tally.by_kind[kind, one]:>4} {one}" for one in outcomes))
    return 0


def _print_misses(tally: Tally, most: int) -> None:
    for miss in tally.misses[:most]:
        print(f"    {miss}")


def stock() -> list[Printed]:
    """Pages about other things, to stand beside those of the desks."""
    return _pages(composed())


def _pages(stories: Sequence[Story]) -> list[Printed]:
    return [page for one in stories for page in (one.page, one.twin, *one.others) if page is not None]


def measured(
    stories: Sequence[Story], chosen: Sequence[Story], names: Sequence[str] = (*FINDERS, "all")
) -> dict[str, Tally]:
    """A tally for each finder by itself and for all in order."""
    with tempfile.TemporaryDirectory() as folder:
        outlets = _outlets(stories, Path(folder))

        def hidden(settings: Settings) -> list[Hidden]:
            return [_hidden(one, settings) for one in chosen]

        return tallied(
            _pages(stories), hidden, [one.host for one in stories], _earlier(stories), names, outlets=outlets
        )


def composed() -> list[Story]:
    """The stories of the table, each with its outlet, day and pages."""
    lines = (HERE / "stories.tsv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    stories = []
    for number, row in enumerate(rows, 1):
        outlet, host = _outlet(number)
        day, language = FIRST_DAY + timedelta(days=2 * (number % 30)), row["language"]
        others = [
            _printed(number, "round-up", f"{row['headline']} +", row["twin_lead"], day + timedelta(days=3), language)
        ]
        for shift in (1, 7):  # the same story at two other outlets, a stranger there on that day
            other = (number - 1 + shift * 5) % len(rows) + 1
            others.append(_printed(other, "elsewhere", row["elsewhere"], row["lead"], day, language))
        page = _printed(number, "page", row["headline"], row["lead"], day, language)
        twin = _printed(number, "twin", row["twin"], row["twin_lead"], day, language)
        stories.append(
            Story(
                number=number,
                language=language,
                claim=row["claim"],
                outlet=outlet,
                host=host,
                day=day,
                page=page if number % _MISSING_EVERY else None,
                twin=twin,
                others=tuple(others),
            )
        )
    return stories


def article_of(story: Story, *, linked: bool) -> Article:
    """A short article that cites the story's page, with its link or without."""
    words = f"({story.outlet}, {story.day:%B} {story.day.day})"
    claim = story.claim.removesuffix(".")
    text = f"What was reported\n\nThis week brought news from many places. {claim} {words}. More is expected soon."
    start = text.index(words) + 1
    url = story.page.url if story.page is not None else f"https://{story.host}/gone/{story.number}"
    links = (Link(span=(start, start + len(words) - 2), url=url),) if linked else ()
    return Article(text=text, published=(story.day + timedelta(days=6)).isoformat(), language="en", links=links)


def _hidden(story: Story, settings: Settings) -> Hidden:
    """What is searched for once the link is hidden; with the link, the same citation must lead to its page."""
    shown, hidden = (pipeline.cite(article_of(story, linked=linked), settings) for linked in (True, False))
    target = only_target(shown, settings)
    assert target is not None
    assert story.page is None or target.url == story.page.url, (story.number, target)
    wanted = only_target(hidden, settings)
    assert wanted is not None
    assert wanted.wanted is not None, (story.number, hidden.citations)
    right = frozenset({story.page.url} if story.page is not None else ())
    return Hidden(label=f"{story.number} {story.language}", right=right, wanted=wanted.wanted)


def _earlier(stories: Sequence[Story]) -> list[Sighting]:
    """What earlier articles linked: the page of every fifth story, and of another fifth its twin."""
    kept = []
    for one in stories:
        page = one.page if one.number % 5 == 1 else one.twin if one.number % 5 == 3 else None
        if page is not None:
            day = one.day.isoformat()
            kept.append(Sighting(url=page.url, how=EARLIER, day=day, text=page.lead, language=one.language))
    return kept


def _outlet(number: int) -> tuple[str, str]:
    town, paper = _TOWNS[(number - 1) % len(_TOWNS)], _PAPERS[(number - 1) // len(_TOWNS)]
    return f"{town} {paper}", f"{town.replace(' ', '')}{paper}.example".lower()


def _printed(number: int, kind: str, title: str, lead: str, day: date, language: str) -> Printed:
    """A page at outlet `number`; outlets write dates and headlines into their addresses, or one of them, or neither."""
    host = _outlet(number)[1]
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower().translate(_CYRILLIC)).strip("-")[:70]
    ident = 100_000 + 37 * number + day.toordinal() % 1_000 + sum(map(ord, kind + title))
    path = (f"/{day:%Y/%m/%d}/{slug}", f"/news/{slug}-{ident}.html", f"/articles/{ident}")[number % 3]
    return Printed(
        url=f"https://{host}{path}",
        title=title,
        lead=lead,
        day=day.isoformat(),
        language=language,
        more="\n".join([title + ".", PADDING[language]]),
    )


def _outlets(stories: Sequence[Story], folder: Path) -> Path:
    rows = [f"{one.outlet},{one.outlet},{one.host},{one.language},GB,newspaper" for one in stories]
    path = folder / "outlets.csv"
    path.write_text("\n".join(["form,outlet,domains,languages,country,kind", *rows]) + "\n", encoding="utf-8")
    return path
