"""Draws in, article-like texts out: sentences of eleven languages, citations of every form, and what breaks offsets."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage

from hypothesis import strategies as st

from verifier.model import Article, Link

Draw = Callable[[st.SearchStrategy[int]], int]

SENTENCES: Mapping[str, Sequence[str]] = {
    "en": (
        "The port of Lindholm lost 3,400 jobs in two years",
        "Minister Ada Brandt said that the bridge would open on May 9 and that no toll was planned",
        "Prices rose by 12.5 percent, wages did not",
        "It fell again, e.g. in the U.S. and at St. Olaf No. 4",
        "Speaking at the fair in Oslo, he called the plan “a gift”",
        "Grain, oil, and steel went north; coal went nowhere",
        "no full sentence at all",
        "Dr. A. B. Holm et al. met Gen. Roe at 5 p.m. in Kyiv",
        "The army (some 1,200 men) left the town in 1998–2004",
    ),
    "ru": (
        "Порт Линдхольм за два года потерял 3 400 рабочих мест",
        "Министр А. Б. Орлова заявила, что мост откроют 9 мая 2025 г. и что платы не будет",
        "Цены выросли на 12,5%, а зарплаты нет, т. е. стало хуже",
        "«Это подарок», сказал он на выставке в Осло",
    ),
    "uk": ("Порт утратив 3 400 робочих місць за два роки",
           "Міністерка Олена Гай заявила, що міст відкриють 9 травня"),
    "be": ("Порт страціў 3 400 працоўных месцаў", "Мост адкрыюць 9 мая, паведаміў ён у Менску"),
    "pl": ("Port stracił 3400 miejsc pracy w ciągu dwóch lat",
           "Minister Jan Gołąb zapowiedział, że most otworzą 9 maja"),
    "cs": ("Přístav přišel za dva roky o 3 400 míst", "Ministr Jan Holub řekl, že most otevřou 9. května"),
    "de": ("Der Hafen Lindholm verlor in zwei Jahren 3.400 Stellen",
           "Am 9. Mai, z. B., sagte Frau Dr. Brandt, öffnet die Brücke"),
    "fr": ("Le port a perdu 3 400 emplois en deux ans", "Selon Mme Brandt, « le pont » ouvrira le 9 mai"),
    "es": ("El puerto perdió 3.400 empleos en dos años", "La ministra dijo que el puente se abrirá el 9 de mayo"),
    "it": ("Il porto ha perso 3.400 posti in due anni", "La ministra ha detto che il ponte aprirà il 9 maggio"),
    "zh": ("林德港两年内失去3400个工作岗位", "部长5月9日说，“桥梁”将开放，不收费", "价格上涨了12.5%"),
}  # fmt: skip
DATES: Mapping[str, Sequence[str]] = {
    "en": (
        "May 3", "September 10–14", "August 30–September 2", "Sept. 5, 2024", "10 September", "10.09.2025",
        "09.25.17",
        "2025-09-10", "May 2024", "2019", "Q1 2026", "accessed May 3", "as of May 3, 2024", "n.d.", "December 31",
        "May 3, 4, 5", "February 30", "June 12, 2023; July", "spring 2021", "May\u00a03", "31/12/24", "99.99.9999",
    ),
    "ru": ("3 мая", "10 сентября 2024 г.", "10–14 сентября", "дата обращения: 03.05.2024"),
    "uk": ("3 травня", "10 вересня 2024 р."),
    "be": ("3 мая", "10 верасня 2024 г."),
    "pl": ("3 maja", "10 września 2024 r.", "dostęp 3 maja"),
    "cs": ("3. května", "10. září 2024"),
    "de": ("3. Mai", "12. September 2024", "abgerufen am 3. Mai"),
    "fr": ("3 mai", "1er septembre 2024", "consulté le 3 mai"),
    "es": ("3 de mayo", "12 de noviembre de 2024"),
    "it": ("3 maggio", "12 novembre 2024"),
    "zh": ("5月3日", "2024年9月10日", "9月10日至14日"),
}  # fmt: skip
#: Every symbol in braces is drawn anew from its own row; `s` and `d` are sentences and dates of the language.
GRAMMAR: Mapping[str, Sequence[str]] = {
    "block": (
        "{par}", "{par}", "{par}", "{par} {par}", "• {t}\n• {t}\n• {t}", "1. {t}\n2) {t}", "{head}\n{par}", "{table}",
        "> {t}\n> {t}", "{lead}", "Key takeaways\n- {s}.\n- {t}\n\n{par}", "{notes}", "{url}\n{url}", "    {t}",
        "{odd}",
        "“{s}. {s}.", "As {o} put it, {s} ({d}). {par}", "{head}:\n\n{t}", "[{n}]: {url}", "***",
    ),
    "par": ("{t}", "{t} {t}", "{t} {t} {t}", "{t}\n{t}", "{s}. {t} {s}. {s}."),
    "t": (
        "{s} {c}.", "{s} {c}.", "{s}. {c}", "{s} {c}, {s}.", "{c} {s}.", "{s} {c} {c}.", "{s} {c}{c}; {s} {c}?",
        "{s}.",
        "“{s}” {c}.", "“{s}. {s},” he said {c}.", "{o} wrote on {d} that {s}.", "As {o} put it, {s} ({d}).",
        "{s}{mark}",
        "{s}.{mark} {s}.{mark}{mark}", "{s}: {url}", "{s} ({aside}) {c}.", "{s}。", "{s}{c}。", "Holm ({n}) says {s}.",
        "{s} {c}\n", "{s}…", "{s}! {c}", "{a} {c} and {a} {c} are {s}.", "({s} {c}).", "{s} (see {c}).",
        "{s} ([{o}](https://a.example/x), {d}).", "[{s}](https://a.example/{n}) {c}.", "{s} [{c}](https://a.example/x).",
    ),
    "c": (
        "({l})", "({l})", "({l})", "({l})", "[{l}]", "（{l}）", "({l}", "{l})", "({l}]", "(({l}))", "({l} [{l}])",
        "(“{l}”)", "({l} ({d}))", "({q} {l})", "({q} {l}; {q} {l})", "({l}, {l})", "(, {d})", "({d})", "({l},...",
        "()",
        "({aside})", "({url})", "({l}\n{d})", "(({l}; {l}", "({l})({l})", "(Ibid.)", "(ibid., p. {n})", "[{n}]",
        "［{l}］",
        "(Holm, {n})", "(Holm & Roe, {n}: 12; Ek et al., {n}, pp. 3–4)", "(; {l})", "({l};)",
        "({l} {l} {l}; {l}, {l}, {l})",
    ),
    "l": ("{o}, {d}", "{o}, {d}", "{o}, {d}", "{o} {d}", "{o}; {o}, {d}", "{o}, {o}, {d}", "{o}, {d}, {d}", "{d}",
          "{o}",
          "{p}, {d}", "{p}, {d}", "{url}, {d}", "{o}, {d}; {p}, {d}", "{o}, “{a},” {d}", "{d}, {o}",
          "{o} – {url} – {d}"),
    "o": (
        "Reuters", "EDM", "RIA Novosti", "RFE/RL", "Коммерсантъ", "“Kommersant”", "«Новая газета»", "Polskiego Radia",
        "Der Spiegel", "Le Monde", "新华社", "The Moscow Times", "lenta.ru", "Mil.ru", "Radio Lindholm", "Profil",
        "Time",
        "author’s interview", "AP", "LSM.kz", "Novaya Gazeta Europe", "X", "Ministry of Ports", "Ra\u0301dio",
        "TASS [Moscow]",
    ),
    "p": ("YouTube/@APT", "Telegram/@mod_a", "T.me/x", "X/@a_b", "Facebook", "VK", "Telegram @a, @b",
          "youtube.com/@c", "@d",
          "Twitter.com/e/status/1", "YouTube –", "Телеграм", "微信"),
    "q": ("see", "cf.", "see also", "e.g.,", "in Russian", "via", "cited in", "см.", "vgl.", "zob.", "voir", "参见",
          "Source:",
          "Photo:", "according to"),
    "aside": ("UAVs", "$670 billion", "so far", "1992–2004", "aka Holm", "see Table 2", "“{a}”", "汉光", "№ 3",
              "Part Two", "0"),
    "a": ("a new port", "Баку", "la mer", "x", "Holm’s", "12 %", "价格", "", "A.", "and"),
    "n": ("1", "2", "3", "12", "2019", "2020a", "1936] [1998", "iv", "0", "99999999999999999999"),
    "mark": ("[{n}]", "[1]", "[2][3]", "¹", "²³", "1", "(1)", "[a]", "[^1]", "*", "†"),
    "url": ("https://a.example/x", "http://lenta.ru/news/2024/05/03/a_(b)/?q=1", "www.b.example", "t.me/x/12",
            "https://", "http://[",
            "https://web.archive.org/web/20240503000000/https://c.example/", "mailto:a@b.example", "//d.example",
            "a.b", "https://пример.рф/я"),
    "head": ("What comes next", "# {s}", "## Итоги", "SUMMARY", "Conclusion", "{s}", "Endnotes", "Zusammenfassung",
             "要点", "—"),
    "table": ("| {a} | {s} | {c} |\n|---|---|---|\n| {d} | {l} | {n} |", "{a}\t{c}\t{d}\n{a}\t{s}\t{l}",
              "{a}  {a}  {c}\n{d}  {l}  {n}"),
    "lead": ("{o}, {d}", "{o} | {d}", "({o}) – {s}. {t}", "LINDHOLM. {d} ({o}) – {s}.", "By Ada Holm, {d}\n{s}.",
             "({l})\n{par}", "{d}"),
    "notes": ("Notes\n[1] {l}\n[2] {l}: {url}\n[3] Ibid.", "Notes\n1. {l}.\n2. {url}\n3. {s}", "[1] {l}\n[2] {l}",
              "References\nHolm, A. ({n}). {s}. {url}",
              "[^1]: {l}", "¹ {l}\n² {l}", "Примечания\n1 {l}\n2 {l}", "Notes\n"),
    "odd": ("\x00", "\u202e{s}\u202c", "\u2066{c}\u2069", "\ufeff", "\u200b", "\r", "{s}\r{c}", "{c}\x85{s}",
            "{c}\u2028{s}", "\x0c", "\x0b",
            "𝒳{c}", "😀 {s}", "\u0301", "{c}\u0301", "\u2029", "\x1c", "\x1f", "\ue000", "\uffff", "\U0010ffff",
            " \u3000 "),
}  # fmt: skip
ODD = (
    *"()[]（）［］{}<>«»“”„‘’\"'`;:,.!?…—–-/\\|@#*_~^&%$№§",
    *"\x00\x01\x0b\x0c\x1c\x1f\x7f\x85\u00a0\u00ad\u0301\u0600\u061c\u200b\u200d\u200e\u200f\u2028\u2029",
    *"\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u3000\ufe0f\ufeff\ufffd\uffff\U0001f600\U000e0001",
    *"0٣３½²Ⅷ߀", "\n", "\n", "\r\n", "\r", "\n\n", "\t", " ", "  ", "\n\r", "...", "İ", "ß", "ŉ", "ǅ", "ﬁ",
)  # fmt: skip
LINE_ENDS = (
    "\n\n",
    "\n\n",
    "\n\n",
    "\n",
    "\n \n",
    "\r\n\r\n",
    "\r\n",
    "\r\r",
    "\r",
    "\u2029",
    "\x85",
    "\x0c",
    "\n\n\n\n",
    "",
)
RUNS = ("(", ")", "[", "]", "()", "[]", "“", "”", "«", "\"", "(a ", "May 3, ", "; ", ". ", "A. ", "• a\n", "\n",
        "\r", " ", "\u0301", "[1]",
        "x", "9", "价", "Reuters, ", "(AP, May 3)", "http://a.b/", "…", "@a", "| ", "“a. ", "and ", "\u200b", "*",
        "1. a\n")  # fmt: skip
URLS = ("https://lenta.ru/news/2024/05/03/a/", "https://t.me/x/1", "#fn1", "#", "", "mailto:a", "http://[", "//x",
        "javascript:0", "/a",
        "https://a.example/x", "https://web.archive.org/web/20240503000000/https://b.example/", "https://x:99999/",
        "\u202e", "http://\x00",
        "https://www.youtube.com/@APT", "#_ftnref1", "https://пример.рф/")  # fmt: skip
PUBLISHED = (
    "2024-05-05",
    "2025-09-24",
    "2024-02-29",
    "2024-01-01",
    None,
    "2024",
    "2024-13-45",
    "",
    "0001-01-01",
    "9999-12-31",
    "gestern",
)
NONSENSE = ("xx", "", "EN-us", "english", "\u202e")

_SYMBOL = re.compile(r"\{(\w+)\}")
_CITED_WORDS = re.compile(r"[^\s()\[\]（）；;,]+(?: [^\s()\[\]（）；;,]+)?")
_PRINTED_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((https://a[^\s()]{1,50})\)")
_PER_MILLE = st.integers(0, 1000)
_COUNTS: Mapping[int, st.SearchStrategy[int]] = {size: st.integers(0, size - 1) for size in range(1, 200)}


def _one_of(draw: Draw, rows: Sequence[str]) -> str:
    return rows[draw(_COUNTS[len(rows)])]


def _expanded(draw: Draw, symbol: str, language: str) -> str:
    if symbol == "s":
        return _one_of(draw, SENTENCES[language])
    if symbol == "d":
        return _one_of(draw, (*DATES[language], *DATES["en"]))
    pieces = _SYMBOL.split(_one_of(draw, GRAMMAR[symbol]))
    pieces[1::2] = [_expanded(draw, one, language) for one in pieces[1::2]]
    return "".join(pieces)


def _disturbed(draw: Draw, text: str) -> str:
    """The text with odd characters at any place, a long run of one thing, or cut off."""
    for _ in range(draw(_COUNTS[6])):
        at = len(text) * draw(_PER_MILLE) // 1000
        text = text[:at] + _one_of(draw, ODD) + text[at:]
    if not draw(_COUNTS[12]):
        at = len(text) * draw(_PER_MILLE) // 1000
        text = text[:at] + _one_of(draw, RUNS) * (10 ** draw(_COUNTS[4])) + text[at:]
    if not draw(_COUNTS[12]):
        text = text[: len(text) * draw(_PER_MILLE) // 1000]
    return text


def _links(draw: Draw, text: str) -> tuple[Link, ...]:
    """On words, mostly, as in real pages; else anywhere, empty and over one another too."""
    words = [match.span() for match in _CITED_WORDS.finditer(text)]
    found = []
    for _ in range(draw(_COUNTS[6])):
        start, end = sorted(len(text) * draw(_PER_MILLE) // 1000 for _ in range(2))
        if words and draw(_COUNTS[4]):
            start, end = words[(len(words) - 1) * draw(_PER_MILLE) // 1000]
        found.append(Link(span=(start, end), url=_one_of(draw, URLS)))
    if draw(_COUNTS[2]):
        found += [Link(span=printed.span(1), url=printed[2]) for printed in _PRINTED_LINK.finditer(text)]
    return tuple(found) if draw(_COUNTS[3]) else tuple(sorted(found, key=lambda one: one.span))


@st.composite
def texts(draw: Draw, *, calm: bool = False) -> tuple[str, str]:
    """A text and the language most of it is in. A calm one has paragraphs and nothing that disturbs it."""
    languages = list(SENTENCES)
    language = languages[draw(_COUNTS[len(languages)])] if draw(_COUNTS[2]) else "en"
    pieces = []
    for _ in range(1 + draw(_COUNTS[6])):
        other = language if draw(_COUNTS[8]) else languages[draw(_COUNTS[len(languages)])]
        pieces.append(_expanded(draw, "block", other))
        pieces.append("\n\n" if calm else _one_of(draw, LINE_ENDS))
    text = "".join(pieces)
    return (text if calm else _disturbed(draw, text)), language


@st.composite
def articles(draw: Draw) -> Article:
    """An article as a caller may hand it in: `published` and `language` are right, missing or nonsense."""
    text, language = draw(texts())  # type: ignore[call-overload]
    told: str | None = language
    if not draw(_COUNTS[3]):
        told = (None, *NONSENSE)[draw(_COUNTS[len(NONSENSE) + 1])]
    return Article(
        text=text,
        published=PUBLISHED[0] if draw(_COUNTS[2]) else PUBLISHED[draw(_COUNTS[len(PUBLISHED)])],
        language=told,
        title=None if draw(_COUNTS[3]) else text.split("\n", 1)[0],
        url=None if draw(_COUNTS[2]) else "https://a.example/x",
        links=_links(draw, text),
    )


# --- the same as people hand it in -----------------------------------------------------------

LONG = (
    "The board of the harbour met on Tuesday and talked for an hour about the cranes, and what it would cost to mend "
    "them before the winter, when the ice comes in and no ship can leave."
)
BLOCKS = ("<p>{}</p>", "<p>{}</p>", "<p>{}</p>", "<ul><li>{}</li></ul>", "<h2>{}</h2>", "<div>{}</div>", "<p>{}",
          "<blockquote><p>{}</p></blockquote>", "<table><tr><td>{}<td>x</table>", "<pre>{}</pre>",
          "<p>{}</div></p>")  # fmt: skip
AROUND = ("<b>{}</b>", "<em>{}</em>", "<a href='{url}'>{}</a>", "<a href='{url}'>{}</a>", "{}<br>", "{}<!-- x --> ",
          "&nbsp;{}",
          "<sup>{}</sup>", "<a id=n></a>{}", "<script>x</script>{}", "<span style='display:none'>{}</span>",
          "<q>{}</q>",
          "<a href='{url}'></a>{}", "<a href='{url}'>{}", "{}</a>", "<i>{}", "&shy;{}", "{}&", "<font>{}</font>",
          "{}\r\n", "{}<wbr>")  # fmt: skip
MARKS = ("**{}**", "*{}*", "[{}]({url})", "[{}]({url} 'x')", "<{url}> {}", "`{}`", "{}  \n", "\\{}", "[{}][1]",
         "![{}]({url})", "_{}",
         "<b>{}</b>", "[{}", "{}](x)", "~~{}~~", "[^1]{}", "&amp;{}", "{}[^1]")  # fmt: skip
ENTITIES = (
    ("(", "&#40;"),
    (")", "&rpar;"),
    ("“", "&ldquo;"),
    (",", "&#x2c;"),
    ("é", "&eacute;"),
    (" ", "&nbsp;"),
    ("3", "&#51;"),
)
_WORDS = re.compile(r"[^\s<>&]+")


def _decorated(draw: Draw, text: str, forms: Sequence[str]) -> str:
    """Up to seven words of the text in markup of some kind."""
    words = [match.span() for match in _WORDS.finditer(text)]
    chosen = {words[draw(_PER_MILLE) * (len(words) - 1) // 1000] for _ in range(draw(_COUNTS[8]) if words else 0)}
    for start, end in sorted(chosen, reverse=True):
        form = _one_of(draw, forms).replace("{url}", _one_of(draw, URLS))
        text = text[:start] + form.replace("{}", text[start:end]) + text[end:]
    return text


@st.composite
def pages(draw: Draw) -> tuple[str, str]:
    """Markup of an article, and its media type: HTML, Markdown, or a mail that holds the one or the other."""
    text, _ = draw(texts(calm=not draw(_COUNTS[2])))  # type: ignore[call-overload]
    marked = draw(_COUNTS[3])
    if marked:
        source = f"{LONG}\n\n{_decorated(draw, text, MARKS)}\n\n{LONG}\n\n[1]: https://a.example/1\n[^1]: (AP, May 3)\n"
        kind = "text/markdown"
    else:
        parts = []
        for block in text.split("\n\n"):
            inner = _decorated(draw, html.escape(block, quote=False), AROUND)
            for sign, entity in ENTITIES:
                inner = inner if draw(_COUNTS[6]) or "<" in inner else inner.replace(sign, entity)
            parts.append(_one_of(draw, BLOCKS).replace("{}", inner))
        source = f"<html><body><article><p>{LONG}</p>{''.join(parts)}<p>{LONG}</p></article></body></html>"
        kind = "text/html"
    return (source, kind) if draw(_COUNTS[4]) else (_mail(source, kind), "message/rfc822")


def _mail(source: str, kind: str) -> str:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "desk@a.example", "you@b.example", "The week in Lindholm"
    mail["Date"] = "Mon, 05 May 2025 10:00:00 +0000"
    mail.set_content(source, subtype="html" if kind == "text/html" else "plain", cte="base64")
    return mail.as_string()
