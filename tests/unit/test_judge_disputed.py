"""What one sentence reports and the next denies with a pronoun ("Holt rejected that.") is not told as a fact."""

from __future__ import annotations

import pytest

from verifier.judge import load_scorer
from verifier.judge.checks.framing import Framed, check_framing
from verifier.judge.opening import open_match
from verifier.model import Pair, Verdict


def framed(code: str, claim: str, page: str) -> Framed | None:
    return check_framing(open_match(Pair(claim=claim, source=page, claim_language=code, source_language=code)))


@pytest.mark.parametrize(
    ("code", "claim", "page"),
    [
        ("en", "Holt took 70,000 euros from the fund.",
         "The Selm Courier wrote on Monday that Holt took 70,000 euros from the fund. Holt rejected that."),
        ("en", "Holt took 70,000 euros from the fund.",
         "Holt took 70,000 euros from the fund, the union said. He called this untrue."),
        ("en", "Holt took 70,000 euros from the fund.",
         "The union says Holt took 70,000 euros from the fund. “That is not true,” Holt said."),
        ("pl", "Holt wziął 70 000 euro z funduszu.",
         "Związek twierdzi, że Holt wziął 70 000 euro z funduszu. Rzecznik firmy temu zaprzeczył."),
        ("pl", "Holt wziął 70 000 euro z funduszu.",
         "Holt wziął 70 000 euro z funduszu, twierdzi związek. Holt nazwał to kłamstwem."),
        ("ru", "Хольт взял 70 тысяч евро из фонда.",
         "Профсоюз утверждает, что Хольт взял 70 тысяч евро из фонда. Сам Хольт это отрицает."),
        ("ru", "Хольт взял 70 тысяч евро из фонда.",
         "Хольт взял 70 тысяч евро из фонда, сообщила газета. Он назвал это ложью."),
        ("uk", "Гольт узяв 70 тисяч євро з фонду.",
         "Профспілка стверджує, що Гольт узяв 70 тисяч євро з фонду. Речник компанії це заперечив."),
        ("uk", "Гольт узяв 70 тисяч євро з фонду.",
         "Гольт узяв 70 тисяч євро з фонду, повідомила газета. Він назвав це неправдою."),
        ("be", "Хольт узяў 70 тысяч еўра з фонду.",
         "Прафсаюз сцвярджае, што Хольт узяў 70 тысяч еўра з фонду. Хольт гэта адмаўляе."),
        ("cs", "Holt vzal z fondu 70 tisíc eur.",
         "Odbory tvrdí, že Holt vzal z fondu 70 tisíc eur. Holt to popřel."),
        ("de", "Holt nahm 70.000 Euro aus dem Fonds.",
         "Holt nahm 70.000 Euro aus dem Fonds, behauptet die Gewerkschaft. Das wies er zurück."),
        ("de", "Holt nahm 70.000 Euro aus dem Fonds.",
         "Holt habe 70.000 Euro aus dem Fonds genommen, sagte die Gewerkschaft. Holt nannte das unwahr."),
        ("fr", "Holt a pris 70 000 euros au fonds.",
         "Holt a pris 70 000 euros au fonds, affirme le syndicat. L’intéressé dément."),
        ("fr", "Holt a pris 70 000 euros au fonds.",
         "Le syndicat affirme que Holt a pris 70 000 euros au fonds. Holt l’a nié."),
        ("es", "Holt tomó 70.000 euros del fondo.",
         "El sindicato afirma que Holt tomó 70.000 euros del fondo. Holt lo negó."),
        ("es", "Holt tomó 70.000 euros del fondo.",
         "Holt tomó 70.000 euros del fondo, según el sindicato. Lo desmintió la portavoz."),
        ("it", "Holt ha preso 70.000 euro dal fondo.",
         "Il sindacato afferma che Holt ha preso 70.000 euro dal fondo. Holt lo nega."),
        ("it", "Holt ha preso 70.000 euro dal fondo.",
         "Holt ha preso 70.000 euro dal fondo, dice il sindacato. L’azienda ha smentito."),
    ],
)  # fmt: skip
def test_a_report_that_the_next_sentence_denies_is_disputed(code: str, claim: str, page: str) -> None:
    found = framed(code, claim, page)
    assert found is not None
    assert found.kind == "disputed"


@pytest.mark.parametrize(
    ("code", "claim", "page"),
    [
        ("en", "Holt took 70,000 euros from the fund.",
         "The union says Holt took 70,000 euros from the fund. Holt did not deny this."),
        ("en", "Holt took 70,000 euros from the fund.",
         "The union says Holt took 70,000 euros from the fund. Holt denied it was raining that day."),
        ("en", "Holt took 70,000 euros from the fund.",
         "The union said that Holt took 70,000 euros from the fund. Holt denied that Brandt resigned."),
        ("en", "Holt arrived in Selm on Monday.",
         "Holt arrived in Selm on Monday and the union said that he took money. He denied this."),
        ("en", "The union says that Holt took 70,000 euros.",
         "The union says that Holt took 70,000 euros from the fund. He denied this."),
        ("en", "Holt took 70,000 euros from the fund.",
         "Holt took 70,000 euros from the fund. He denied this."),
        ("pl", "Holt wziął 70 000 euro z funduszu.",
         "Holt wziął 70 000 euro z funduszu, twierdzi związek. Holt temu nie zaprzeczył."),
        ("ru", "Хольт взял 70 тысяч евро из фонда.",
         "Хольт взял 70 тысяч евро из фонда, сообщила газета. Он не отрицает это."),
        ("cs", "Holt vzal z fondu 70 tisíc eur.",
         "Odbory tvrdí, že Holt vzal z fondu 70 tisíc eur. Holt to odmítl komentovat."),
        ("de", "Holt nahm 70.000 Euro aus dem Fonds.",
         "Holt nahm 70.000 Euro aus dem Fonds, sagte die Gewerkschaft. Holt wies das Angebot zurück."),
        ("fr", "Holt a pris 70 000 euros au fonds.",
         "Le syndicat affirme que Holt a pris 70 000 euros au fonds. Holt a nié connaître Brandt."),
        ("es", "Holt tomó 70.000 euros del fondo.",
         "El tribunal considera probado que Holt tomó 70.000 euros del fondo. Holt siempre lo negó."),
    ],
)  # fmt: skip
def test_other_denials_and_what_the_page_says_itself_are_not(code: str, claim: str, page: str) -> None:
    assert framed(code, claim, page) is None


def test_the_verdict_says_that_it_is_denied() -> None:
    page = "The union said on Monday that Holt took 70,000 euros from the fund. Holt rejected that."
    found = load_scorer("embedded").judge(Pair(claim="Holt took 70,000 euros from the fund.", source=page))
    assert found.verdict is Verdict.NOT_SUPPORTED
    assert any("it is denied: “rejected that”" in reason for reason in found.reasons)
