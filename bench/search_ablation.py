"""What each part of search brings: the evaluation with one part left out at a time, on the tuning half.

`python -m bench.search_ablation`
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from app.search import answer
from app.search.judge import Judgement
from app.search.lexicon import Lexicon
from app.search.questions import phrasebook
from app.search.rank import Ranking
from app.search.reading import Weights
from bench.search_evaluation import asker, evaluate, print_table, questions, seeded

Part = Callable[[], AbstractContextManager[Any]]
NO_LABELS = dict.fromkeys(Weights().label, 0)


def weights(**changed: Any) -> Part:
    """Other weights of evidence."""
    return lambda: patch.object(answer, "WEIGHTS", replace(Weights(), **changed))


def judgement(**changed: Any) -> Part:
    """Another judgement of what a record is."""
    return lambda: patch.object(answer, "JUDGEMENT", replace(Judgement(), **changed))


def ranking(**changed: Any) -> Part:
    """Evidence put together otherwise."""
    return lambda: patch.object(answer, "RANKING", replace(Ranking(), **changed))


PARTS: dict[str, Part] = {
    "everything": ranking(),
    "without ideas": weights(idea=0),
    "without names as labels": weights(label=NO_LABELS),
    "without either": weights(idea=0, label=NO_LABELS),
    "without everyday words": weights(everyday=0),
    "without pairs of syllables": weights(pair=0),
    "without mending": lambda: patch.object(Lexicon, "nearest", return_value=None),
    "without countries": judgement(other_country=100, other_than_korea=100, no_country=100, region=100),
    "without references": weights(reference=0),
    "without countries spoken of": judgement(spoken_of=25),
    "without words run together": lambda: patch.object(Lexicon, "parted", return_value=None),
    "without product types": judgement(
        inherited=100, all_medicines=100, no_type=100, other_type=100, unasked_type=100
    ),
    "without types of record": judgement(type={}),
    "without intents": judgement(intent={}),
    "without coverage": ranking(uncovered=100),
    "strongest evidence only": ranking(also=0),
    "all evidence in full": ranking(also=100),
    "without asking words": weights(intent_word=0),
}


def main() -> None:
    """Print one line a part."""
    asked = [one for one in questions("tuning") if one["answers"]]
    with seeded() as engine:
        for name, part in PARTS.items():
            with part():
                print_table(name, evaluate(asker(engine), asked))
    with patch.dict(phrasebook(), clear=True), seeded() as engine:
        for name in ("everything", "without ideas", "without everyday words"):
            with PARTS[name]():
                print_table(f"no phrasebook, {name}", evaluate(asker(engine), asked))


if __name__ == "__main__":
    main()
