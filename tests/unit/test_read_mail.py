"""Newsletters as mail programs save them: the article inside, whole, with its links; nothing of the mail around it."""

from __future__ import annotations

import base64
import quopri
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.pages import FIRST, LINKS, PARAGRAPHS, SECOND, THIRD, TITLE, links_of

from verifier.api.bodies import Body, Upload
from verifier.api.submissions import understand
from verifier.cli.articles import media_type_of
from verifier.errors import UnreadableInput
from verifier.model import Article
from verifier.page.sniff import Kind, kind_of_bytes, looks_like_mail
from verifier.read.mail import plain_text, target_of
from verifier.read.rendered import Place, read_rendered
from verifier.settings import Settings

BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
PLAIN = "\n\n".join(PARAGRAPHS)
HEAD = "From: Harbour Weekly <news@list.example>\nTo: ada@holm.example\nDate: Thu, 8 May 2025 23:30:00 -0500\n"
LONG = "The board of the harbour met on Tuesday and talked for an hour about the cranes and the money they cost."


def read(message: EmailMessage | str | bytes) -> Article:
    if isinstance(message, EmailMessage):
        body = message.as_bytes(policy=SMTP)
    else:
        body = message.encode() if isinstance(message, str) else message
    return read_rendered(body, Kind.WRAPPED, "message/rfc822", Place(name="letter.eml", url=None, base_url=None))


def letter(subject: str = TITLE) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Harbour Weekly <news@list.example>"
    message["To"] = "ada@holm.example"
    message["Subject"] = subject
    message["Date"] = "Thu, 08 May 2025 23:30:00 -0500"
    return message


def assert_whole(article: Article) -> None:
    places = [article.text.index(paragraph) for paragraph in PARAGRAPHS]
    assert sorted(places) == places
    assert [article.text.count(paragraph) for paragraph in PARAGRAPHS] == [1, 1, 1]
    assert (article.title, article.published) == (TITLE, "2025-05-08")


def test_of_alternatives_the_html_is_read() -> None:
    message = letter()
    message.set_content("Read this online.")
    message.add_alternative(f"<html><head><title>news</title></head><body>{BODY}</body></html>", subtype="html")
    article = read(message)
    assert_whole(article)
    assert set(LINKS) <= set(links_of(article))


def test_pictures_and_attachments_do_not_get_in_the_way() -> None:
    message = letter()
    message.set_content("Read this online.")
    message.add_alternative(f'<img src="cid:crane" alt="A crane">{BODY}', subtype="html")
    message.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<crane>")  # type: ignore[union-attr,index]
    message.add_attachment("Not part of it.", filename="notes.txt")
    message.add_attachment("<p>Nor is this.</p>", subtype="html", filename="page.html")
    article = read(message)
    assert_whole(article)
    assert "part of it" not in article.text
    assert "Nor is this" not in article.text


def test_a_mailing_list_adds_its_footer_as_a_part() -> None:
    message = letter()
    message.set_content(BODY, subtype="html")
    message.make_mixed()
    message.attach(part := EmailMessage())
    part.set_content("___\nlist mailing list\nTo unsubscribe send a mail to list-leave@list.example")
    article = read(message)
    assert_whole(article)
    assert "unsubscribe" not in article.text


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16"])
def test_transfer_encodings_and_charsets(encoding: str, charset: str) -> None:
    if encoding == "8bit" and charset == "utf-16":
        return
    raw = f"<html><body>{BODY}</body></html>".encode(charset)
    coded = {"quoted-printable": quopri.encodestring(raw), "base64": base64.encodebytes(raw), "8bit": raw}[encoding]
    head = f"Subject: {TITLE}\nMIME-Version: 1.0\nContent-Type: text/html; charset={charset}\n"
    assert_whole(read(f"{HEAD}{head}Content-Transfer-Encoding: {encoding}\n\n".encode() + coded))


@pytest.mark.parametrize(
    "subject",
    [
        "=?utf-8?Q?=C5=BB=C3=B3=C5=82w_?= =?utf-8?B?aSDFvMOzxYJ3?=",
        "=?utf-8?Q?=C5=BB=C3=B3=C5?=\n =?utf-8?Q?=82w_i_=C5=BC=C3=B3=C5=82w?=",
        "=?iso-8859-2?Q?=AF=F3=B3w_i_=BF=F3=B3w?=",
        "Żółw i żółw",
        "Fwd: RE: Żółw\n i żółw",
    ],
)
def test_subjects_are_decoded(subject: str) -> None:
    assert read(f"{HEAD}Subject: {subject}\nMIME-Version: 1.0\n\n{LONG}").title == "Żółw i żółw"


@pytest.mark.parametrize("charset", ["utf-8", "nonsense", "us-ascii", "utf-7", '"', "idna", "x" * 5000])
def test_a_lying_charset_does_not_spoil_the_text(charset: str) -> None:
    head = f"Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\n"
    assert "Żółw nad Łabą" in read(f"{HEAD}{head}Content-Transfer-Encoding: 8bit\n\n{LONG} Żółw nad Łabą.").text


def test_what_a_mail_says_of_itself_is_no_part_of_the_newsletter() -> None:
    page = (
        '<html><head><style>.pre{display:none!important}</style></head><body><div class="pre">Cranes, again</div>'
        '<div style="display:none;max-height:0;overflow:hidden">Unseen preview &#847; &zwnj; &nbsp;</div>'
        '<table role="presentation" width="100%"><tr><td><table><tr><td width="20"></td><td>'
        '<a href="https://list.example/view">View this email in your browser</a></td><td width="20">&nbsp;</td></tr>'
        f"</table></td></tr><tr><td><h1>{TITLE}</h1></td></tr><tr><td><table><tr><td>{FIRST}</td></tr></table></td></tr>"
        f'<tr><td><img src="cid:x">{SECOND}</td></tr><tr><td><p>{THIRD}</p></td></tr>'
        "<tr><td><p>Copyright © 2025 Harbour Weekly, All rights reserved.</p><p>Our mailing address is: 5 Quay St</p>"
        '<p>Want to change how you receive these emails? You can <a href="https://list.example/p">update your '
        'preferences</a> or <a href="https://list.example/u">unsubscribe from this list</a>.</p></td></tr>'
        "</table></body></html>"
    )
    message = letter()
    message.set_content(page, subtype="html")
    article = read(message)
    assert_whole(article)
    furniture = ("Cranes, again", "Unseen", "browser", "mailing", "unsubscribe", "rights")
    assert [words for words in furniture if words in article.text] == []
    assert set(PARAGRAPHS) <= set(article.text.split("\n\n"))


def test_an_article_about_leaving_a_list_keeps_its_words() -> None:
    message = letter()
    said = "<p>He told them how to unsubscribe from the union (NATO, May 3).</p>"
    message.set_content(f"{BODY}{said}{BODY}", subtype="html")
    assert "unsubscribe from the union (NATO, May 3)" in read(message).text


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://click.example/ls?url=https%3A%2F%2Fn.example%2Fa%3Fb%3D1&id=7", "https://n.example/a?b=1"),
        ("https://t.example/c?id=7&u=http://n.example/a", "http://n.example/a"),
        ("https://t.example/r?redirect=https%253A%252F%252Fn.example%252Fa", "https://n.example/a"),
        (
            "https://a.example/?url=https%3A%2F%2Fb.example%2F%3Fu%3Dhttps%253A%252F%252Fn.example%252F",
            "https://n.example/",
        ),
        ("https://u7.ct.list.example/ls/click?upn=AbC-def", "https://u7.ct.list.example/ls/click?upn=AbC-def"),
        ("https://n.example/a?u=42", "https://n.example/a?u=42"),
        ("https://n.example/sharer.php?u=https://m.example/", "https://n.example/sharer.php?u=https://m.example/"),
        ("https://n.example/a?url=javascript:alert(1)", "https://n.example/a?url=javascript:alert(1)"),
        ("https://n.example/a?url=https://[", "https://n.example/a?url=https://["),
        ("https://n.example/a?" + "a=b&" * 500, "https://n.example/a?" + "a=b&" * 500),
    ],
)
def test_click_trackers_that_name_the_page_are_taken_off(url: str, target: str) -> None:
    assert target_of(url) == target
    message = letter()
    message.set_content(f'<p>{LONG} (<a href="{url.replace("&", "&amp;")}">NATO</a>, May 3)</p>', subtype="html")
    if "[" not in url:
        assert links_of(read(message)) == [("NATO", target)]


def wrapped(text: str, width: int, end: str) -> str:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return f"{end}\n".join(lines)


@pytest.mark.parametrize(
    ("kind", "width", "end"), [("; format=flowed", 72, " "), ("", 72, ""), ("", 78, ""), ("", 65, "")]
)
def test_broken_lines_are_joined(kind: str, width: int, end: str) -> None:
    body = "\n\n".join(wrapped(paragraph, width, end) for paragraph in PARAGRAPHS)
    foot = "\n\n-- \nAda Holm\nHarbour Weekly\n"
    head = f"Subject: {TITLE}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8{kind}\n"
    article = read(f"{HEAD}{head}Content-Transfer-Encoding: 8bit\n\n{body}{foot}")
    assert_whole(article)
    assert article.text == PLAIN


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\ntwo\n\n- three\n- four", "one\ntwo\n\n- three\n- four"),
        (f"{LONG[:72]}\n{LONG[73:]}\n\n* item one\n* item two", f"{LONG}\n\n* item one\n* item two"),
        ("View this email in your browser\nhttps://l.example/1\n\nText.\n\nTo unsubscribe: l.example/u", "Text."),
        ("Text.\n\n______\n\nYou are receiving this because you asked.", "Text."),
        ("Unsubscribe from this list", "Unsubscribe from this list"),
    ],
)
def test_plain_mails(text: str, shown: str) -> None:
    assert plain_text(text, flowed=False, joined=False) == shown


def test_a_letter_that_was_forwarded_as_an_attachment_is_read() -> None:
    inner = letter()
    inner.set_content(BODY, subtype="html")
    outer = letter("Fwd: look")
    outer.add_attachment(inner)
    assert_whole(read(outer))


def test_a_saved_page_is_no_mail() -> None:
    body = (
        f"From: <Saved by Blink>\nSnapshot-Content-Location: https://n.example/a\nSubject: {TITLE}\n"
        "Date: Fri, 1 Aug 2025 10:00:00 -0000\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n"
        f"--x\nContent-Type: text/html\nContent-Location: https://n.example/a\n\n<h1>{TITLE}</h1>"
        f"<time datetime=2025-05-08></time>{BODY}<a href='/b?u=https://c.example/'>b</a>\n--x--\n"
    )
    article = read(body)
    assert (article.url, article.published) == ("https://n.example/a", "2025-05-08")


@pytest.mark.parametrize(
    ("body", "mail"),
    [
        (f"{HEAD}Subject: x\n\n{LONG}", True),
        (f"From ada@holm.example Thu May 8\nReturn-Path: <x>\nReceived: from a\n\tby b\nDate: x\n\n{LONG}", True),
        (f"Subject: x\r\nFrom: y\r\nTo: z\r\n\r\n{LONG}", True),
        (f"Date: 8 May 2025\n\n{LONG}", False),
        (f"From: the harbour\nTo: the sea\n{LONG}", False),
        (LONG, False),
    ],
)
def test_mails_are_told_by_their_header(body: str, mail: bool) -> None:
    assert looks_like_mail(body.encode()) is mail
    assert (kind_of_bytes(body.encode()) is Kind.WRAPPED) is mail
    assert (media_type_of("", body.encode()) == "message/rfc822") is mail
    assert media_type_of(".eml", b"x") == "message/rfc822"


@pytest.mark.parametrize("upload", [{"name": "a.eml"}, {"media_type": "message/rfc822"}, {"name": "A.MHTML"}])
def test_the_service_takes_mails_and_saved_pages(upload: dict[str, str]) -> None:
    body = Body(upload=Upload(content=f"{HEAD}\n{LONG}".encode(), **upload))  # type: ignore[arg-type]
    expected = "multipart/related" if "MHTML" in str(upload) else "message/rfc822"
    assert understand(body, {}, Settings()).submission.media_type == expected


def nested(depth: int) -> bytes:
    opened = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return b"Subject: x\n" + opened + b"Content-Type: text/plain\n\n" + LONG.encode()


HOSTILE = {
    "nothing": b"Subject: x\n\n",
    "no boundary": b"Content-Type: multipart/mixed\n\n" + LONG.encode(),
    "many parts": b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\na\n" * 30_000,
    "deep": nested(60),
    "huge header": b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\n" + LONG.encode(),
    "many headers": b"X-A: b\n" * 100_000 + b"\n" + LONG.encode(),
    "bad base64": b"Content-Transfer-Encoding: base64\n\n" + b"?A=" * 10_000,
    "bad type": b"Content-Type: text/html; charset*=x''%; a=\"\\\"; format*0=x; format*1*=y\n\n" + LONG.encode(),
    "bad date": b"Date: Thu, 99 Foo 99999 99:99:99 +9999999\nSubject: =?x?b?!!!?=\n\n" + LONG.encode(),
    "uuencoded": b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n\xff\xfe\nend\n",
}


def read_or_refused(body: bytes) -> str:
    """The text, or the advice that comes with the refusal."""
    try:
        return read(body).text
    except UnreadableInput as error:
        return error.advice


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mails_are_read_or_refused(name: str) -> None:
    assert 0 < len(read_or_refused(HOSTILE[name])) < 500_000


@given(st.binary(max_size=60), st.sampled_from(["html", "plain", "calendar"]), st.sampled_from(["base64", "x", "7bit"]))
def test_any_header_is_survived(junk: bytes, kind: str, encoding: str) -> None:
    head = b"Subject: " + junk + b"\nDate: " + junk + b"\nMIME-Version: 1.0\nContent-Type: text/" + kind.encode()
    rest = b"; charset=" + junk + b"\nContent-Transfer-Encoding: " + encoding.encode() + b"\n\n" + LONG.encode()
    assert read_or_refused(head + rest)
