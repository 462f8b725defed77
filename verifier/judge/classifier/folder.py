"""The folder of an exported classifier in, what has to be known to run it out, or an error that says what lacks."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifier.errors import SettingsError

_MODELS = tuple(
    f"{folder}{name}.onnx" for folder in ("", "onnx/") for name in ("model", "model_quantized", "model_int8")
)
#: Labels as people write them, folded: what each says about the second text, given the first.
_ENTAILED = frozenset({"entailment", "entail", "entailed", "entails", "supported", "support", "supports", "consistent",
                       "faithful", "factual", "attributable"})  # fmt: skip
_NOT_ENTAILED = frozenset({"not entailment", "non entailment", "not entailed", "unsupported", "not supported",
                           "inconsistent", "unfaithful", "hallucinated", "not attributable"})  # fmt: skip
_NEUTRAL = frozenset({"neutral", "not enough info", "not enough information", "nei", "unknown"})
_CONTRADICTED = frozenset({"contradiction", "contradict", "contradicted", "contradictory", "contradicts", "refuted",
                           "refute", "refutes"})  # fmt: skip
_NUMBERED = re.compile(r"label \d+")
#: Longer chunks cost time by the square of their length and hide single sentences, whatever the model could take.
_LONGEST_TOKENS = 1_024
_USUAL_TOKENS = 512
#: Models of this family count positions from behind the padding's number, so two of them are never free.
_OFFSET_FAMILIES = ("roberta", "camembert", "longformer", "bigbird_roberta")
_ADVICE = "Export the model together with its configuration and tokenizer, for instance with `optimum-cli export onnx`."


@dataclass(frozen=True, slots=True)
class Head:
    """Which of the model's classes is which; `contradicted` only where the model tells it apart."""

    count: int
    supported: int
    contradicted: int | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """Log-odds of the model to log-odds that are believed. `fitted` if somebody fitted it for this model."""

    slope: float
    intercept: float
    fitted: bool


@dataclass(frozen=True, slots=True)
class Folder:
    """What a model's folder says."""

    name: str
    model: Path
    tokenizer: Path
    head: Head
    longest: int
    padding: int
    token_types: int
    calibration: Calibration


#: Puts even odds of the model (0.5) on the threshold of our verdict (0.38), and changes nothing else.
UNFITTED = Calibration(slope=1.0, intercept=math.log(0.38 / 0.62), fitted=False)


def read_folder(path: Path) -> Folder:
    """What is needed of the folder. Raises `SettingsError` if anything is missing or cannot be understood."""
    if not path.is_dir():
        raise SettingsError(
            f"the scorer 'onnx:{path}' is not there: no such folder",
            "PATH is a folder with model.onnx, config.json and tokenizer.json.",
        )
    model = next((path / name for name in _MODELS if (path / name).is_file()), None)
    if model is None:
        raise _lacks(path, f"a model ({', '.join(_MODELS[:3])}, or one of these in onnx/)")
    if not (path / "tokenizer.json").is_file():
        raise _lacks(path, "tokenizer.json")
    config = _read(path / "config.json")
    if config is None:
        raise _lacks(path, "config.json")
    tokens = _read(path / "tokenizer_config.json") or {}
    named = str(config.get("_name_or_path") or "").strip("/").rpartition("/")[2]
    return Folder(
        name=f"onnx/{path.name or named or 'model'}",
        model=model,
        tokenizer=path / "tokenizer.json",
        head=_head(path, config),
        longest=_longest(config, tokens),
        padding=_whole(config.get("pad_token_id")) or 0,
        token_types=_whole(config.get("type_vocab_size")) or 0,
        calibration=_calibration(path),
    )


def _lacks(path: Path, what: str) -> SettingsError:
    return SettingsError(f"the scorer 'onnx:{path}' lacks {what}", _ADVICE)


def _read(path: Path) -> Mapping[str, Any] | None:
    try:
        document = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"the scorer's file {path} cannot be read: {error}", _ADVICE) from error
    if not isinstance(document, dict):
        raise SettingsError(f"the scorer's file {path} does not hold a JSON object", _ADVICE)
    return document


def _whole(value: Any) -> int | None:
    """A whole number; some configurations write it as 1e30 for "no limit", which is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None


def _labels(path: Path, config: Mapping[str, Any]) -> list[str]:
    """Label texts by class number, out of `id2label` or `label2id`."""
    numbered = config.get("id2label")
    if not isinstance(numbered, dict) or not numbered:
        by_label = config.get("label2id")
        numbered = {number: label for label, number in by_label.items()} if isinstance(by_label, dict) else {}
    try:
        labels = {int(number): str(label) for number, label in numbered.items()}
    except ValueError:
        labels = {}
    if sorted(labels) != list(range(len(labels))) or len(labels) not in (2, 3):
        raise SettingsError(
            f"the scorer 'onnx:{path}' needs two or three classes with their names under id2label in config.json",
            'For a MiniCheck-type model write {"0": "unsupported", "1": "supported"} there.',
        )
    return [labels[number] for number in range(len(labels))]


def _head(path: Path, config: Mapping[str, Any]) -> Head:
    labels = _labels(path, config)
    folded = [re.sub(r"[\s_-]+", " ", label).strip().casefold() for label in labels]
    if folded == ["0", "1"]:
        return Head(2, supported=1, contradicted=None)
    roles = [_role(label) for label in folded]
    others = {"supported", "neutral", "contradicted"} if len(labels) == 3 else {"supported"}
    sound = roles.count("supported") == 1 and "" not in roles and len(set(roles)) == len(roles)
    if not sound or not others <= set(roles):
        which = "names that say nothing" if any(map(_NUMBERED.fullmatch, folded)) else "names that are not known"
        raise SettingsError(
            f"the classes of the scorer 'onnx:{path}' have {which}: {', '.join(labels)[:200]}",
            "Write under id2label in its config.json which class is which: entailment, neutral, contradiction, "
            "or supported, unsupported. The model's card says it; a wrong order turns every verdict round.",
        )
    contradicted = roles.index("contradicted") if "contradicted" in roles else None
    return Head(len(labels), supported=roles.index("supported"), contradicted=contradicted)


def _role(label: str) -> str:
    known = {"supported": _ENTAILED, "unsupported": _NOT_ENTAILED, "neutral": _NEUTRAL, "contradicted": _CONTRADICTED}
    return next((role for role, labels in known.items() if label in labels), "")


def _longest(config: Mapping[str, Any], tokens: Mapping[str, Any]) -> int:
    """Tokens of a pair: what the positions and the tokenizer allow, and not more than is sensible."""
    positions = _whole(config.get("max_position_embeddings"))
    family = str(config.get("model_type") or "").replace("-", "_")
    if positions is not None and family.endswith(_OFFSET_FAMILIES):
        positions -= (_whole(config.get("pad_token_id")) or 0) + 1
    known = [n for n in (positions, _whole(tokens.get("model_max_length"))) if n]
    return min([*known, _LONGEST_TOKENS]) if known else _USUAL_TOKENS


def _calibration(path: Path) -> Calibration:
    stored = _read(path / "calibration.json")
    if stored is None:
        return UNFITTED
    slope, intercept = stored.get("slope"), stored.get("intercept")
    if not all(isinstance(n, int | float) and abs(n) < 1_000 for n in (slope, intercept)) or not slope > 0:  # type: ignore[operator]
        raise SettingsError(
            f"{path / 'calibration.json'} holds no calibration for the scorer",
            'It is {"slope": number over 0, "intercept": number}, fitted on log-odds.',
        )
    return Calibration(float(slope), float(intercept), fitted=True)  # type: ignore[arg-type]
