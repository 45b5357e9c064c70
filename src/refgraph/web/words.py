"""The pages' texts in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.web.data_texts_en import TEXTS as DATA_ENGLISH
from refgraph.web.data_texts_zh import TEXTS as DATA_CHINESE
from refgraph.web.evidence_texts_en import TEXTS as EVIDENCE_ENGLISH
from refgraph.web.evidence_texts_zh import TEXTS as EVIDENCE_CHINESE
from refgraph.web.plan_texts_en import TEXTS as PLANS_ENGLISH
from refgraph.web.plan_texts_zh import TEXTS as PLANS_CHINESE
from refgraph.web.texts_en import TEXTS as ENGLISH
from refgraph.web.texts_zh import TEXTS as CHINESE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.views.terms import Language

TEXTS: Mapping[Language, Mapping[str, str]] = {
    "en": ENGLISH | PLANS_ENGLISH | EVIDENCE_ENGLISH | DATA_ENGLISH,
    "zh": CHINESE | PLANS_CHINESE | EVIDENCE_CHINESE | DATA_CHINESE,
}
LANGUAGE_NAMES: Mapping[Language, str] = {"en": "English", "zh": "简体中文"}


@dataclass(frozen=True, slots=True)
class Words:
    """Call it with a key to get the text, with the facts it names filled in."""

    language: Language

    def __call__(self, key: str, /, **facts: object) -> str:
        """Give the text of a key; KeyError for a key or a fact that is missing."""
        return TEXTS[self.language][key].format(**facts)
