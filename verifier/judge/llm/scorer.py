"""Pairs in, judgements out: a language model asked page by page, the embedded judge wherever it is of no use."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from verifier.judge.combiner import normalised
from verifier.judge.conclude import Opinion, conclude, is_worth_asking
from verifier.judge.llm.answer import Answer, read_answers
from verifier.judge.llm.cache import Answers, key_of
from verifier.judge.llm.client import Client, Unanswered
from verifier.judge.llm.prompt import Question, ask_about, batches, messages
from verifier.judge.llm.spending import Spending
from verifier.judge.opening import open_match
from verifier.judge.scorer import EmbeddedScorer
from verifier.model import Judgement, Pair, Probabilities, Verdict
from verifier.settings import Settings

#: What a model that names no probability is taken to mean, and the least and most that any is believed.
_UNSAID, _LEAST, _MOST = 0.85, 0.55, 0.97
#: How the rest is spread: supported, partially supported, not supported, contradicted.
_REST = {
    Verdict.SUPPORTED: (0.0, 0.7, 0.2, 0.1),
    Verdict.PARTIALLY_SUPPORTED: (0.3, 0.0, 0.5, 0.2),
    Verdict.NOT_SUPPORTED: (0.1, 0.6, 0.0, 0.3),
    Verdict.CONTRADICTED: (0.1, 0.3, 0.6, 0.0),
}
_SAID = {verdict: verdict.value.replace("_", " ") for verdict in _REST}
#: After so many failures in a row the endpoint is left alone for a while, so that an article does not wait for each.
_FAILURES, _REST_S = 3, 60.0


class LanguageModelScorer:
    """Judges by a language model. Its probabilities are the model's own word, bounded, and not calibrated.

    Of a long page it is shown the sentences nearest to the claim. Within one language the others were searched by the
    claim's words and have less of them than those shown, so such a page counts as read, as it does for the embedded
    judge. Across languages words find too little to count so: there the verdict is then never `not_supported`.
    """

    def __init__(
        self,
        settings: Settings,
        client: Client,
        answers: Answers,
        spending: Spending,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = f"llm/{client.endpoint.model}"
        self._settings = settings
        self._client = client
        self._answers = answers
        self._spending = spending
        self._clock = clock
        self._embedded = EmbeddedScorer()
        self._failures = 0
        self._rests_until = clock()

    def judge(self, pair: Pair) -> Judgement:
        """What the model makes of the pair, or the embedded judge with the reason why it was that one."""
        return self.judge_many([pair])[0]

    def judge_many(self, pairs: Sequence[Pair]) -> list[Judgement]:
        """The same for several pairs; those about one page are asked together."""
        ends_at = self._clock() + self._settings.llm_deadline_s
        judged: dict[int, Judgement] = {}
        by_page: dict[tuple[str | None, ...], dict[int, Question]] = {}
        for place, pair in enumerate(pairs):
            if not is_worth_asking(pair):
                judged[place] = self._embedded.judge(pair)
                continue
            match = open_match(pair)
            question = ask_about(pair, match, self._settings.llm_prompt_chars)
            kept = self._answers.get(self._key(question), question)
            if kept is not None:
                judged[place] = self._conclude(question, kept)
            else:
                page = (pair.source, match.page.language.code, pair.source_date, pair.article)
                by_page.setdefault(page, {})[place] = question
        for waiting in by_page.values():
            judged |= self._judge_page(waiting, ends_at)
        return [judged[place] for place in range(len(pairs))]

    def _judge_page(self, waiting: dict[int, Question], ends_at: float) -> dict[int, Judgement]:
        judged: dict[int, Judgement] = {}
        places = {id(question): place for place, question in waiting.items()}
        limits = self._settings.llm_batch_claims, self._settings.llm_prompt_chars
        for batch in batches(list(waiting.values()), *limits):
            answers, why = self._ask(batch, ends_at)
            for at, question in enumerate(batch):
                answer = answers.get(at)
                place = places[id(question)]
                if answer is None:
                    judged[place] = self._instead(question.pair, why)
                else:
                    self._answers.put(self._key(question), question, answer)
                    judged[place] = self._conclude(question, answer)
        return judged

    def _ask(self, batch: list[Question], ends_at: float) -> tuple[dict[int, Answer], str]:
        """Usable answers by place in the batch, after at most one repair; and why the others have none."""
        answers: dict[int, Answer] = {}
        why = "gave no usable answer (no JSON with a known verdict, and passages that were shown, for this claim)"
        for again in (False, True):
            left = [at for at in range(len(batch)) if at not in answers]
            try:
                text = self._asked([batch[at] for at in left], again, ends_at)
            except _Unasked as error:
                return answers, f"was not asked ({error})"
            except Unanswered as error:
                if error.reached and not again:
                    continue
                return answers, f"{'gave no usable answer' if error.reached else 'did not answer'} ({error.why})"
            found = read_answers(text, [batch[at] for at in left])
            answers |= {left[at]: answer for at, answer in found.items()}
            if len(answers) == len(batch):
                break
        return answers, why

    def _asked(self, questions: list[Question], again: bool, ends_at: float) -> str:
        """The model's text. Several failures in a row end the asking for a while."""
        if self._clock() < self._rests_until:
            raise _Unasked("it failed several times in a row just before")
        left_s = ends_at - self._clock()
        if left_s <= 0:
            raise _Unasked("the time for one page is over")

        def spend() -> None:
            if not self._spending.allows(questions[0].pair.article):
                raise _Unasked(f"the {self._settings.llm_article_calls} requests for one article and day are spent")

        try:
            text = self._client.ask(messages(questions, again=again), timeout_s=left_s, spend=spend)
        except Unanswered as error:
            self._failures = 0 if error.reached else self._failures + 1
            if self._failures >= _FAILURES:
                self._failures, self._rests_until = 0, self._clock() + _REST_S
            raise
        self._failures = 0
        return text

    def _key(self, question: Question) -> str:
        return key_of(question, self._client.endpoint.url, self._client.endpoint.model)

    def _instead(self, pair: Pair, why: str) -> Judgement:
        judgement = self._embedded.judge(pair)
        said = f"The language model at {self._client.endpoint.host} {why}; judged by the embedded scorer instead."
        return replace(judgement, reasons=(*judgement.reasons, said))

    def _conclude(self, question: Question, answer: Answer) -> Judgement:
        """The answer with our sentences for its numbers, lowered by our checks."""
        match = question.match
        probabilities = spread(answer)
        sure = getattr(probabilities, answer.verdict.value)
        read, count = len(question.passages), len(match.page.sentences)
        notes = ["How sure the model says it is was not calibrated for this task."]
        if read < count:
            notes.append(f"Of the page's {count} sentences the model was shown the {read} nearest to the claim.")
        opinion = Opinion(
            probabilities=probabilities,
            sentences=tuple((at, sure * 0.9**rank) for rank, at in enumerate(answer.passages)),
            ground=f"The language model {self._client.endpoint.model} at {self._client.endpoint.host} finds the claim "
            f"{_SAID[answer.verdict]} by the passages of the source.",
            missing=question.part(answer.missing[0]) if answer.missing else "",
            notes=tuple(notes),
            read_whole=read == count or match.same_language,
        )
        return conclude(question.pair, match, opinion, self.name)


class _Unasked(Exception):
    """The model is not to be asked now; the message says why."""


def spread(answer: Answer) -> Probabilities:
    """Four probabilities whose verdict is the answer's: its own probability, bounded, and the rest by a fixed rule."""
    sure = min(_MOST, max(_LEAST, _UNSAID if answer.probability is None else answer.probability))
    shares = _REST[answer.verdict]
    values = [(1 - sure) * share for share in shares]
    values[list(_REST).index(answer.verdict)] = sure
    return normalised(*values)
