"""What each type of record says: one content model a type."""

from app.knowledge.schemas.common import Content, Text, marked_paths, references, references_in
from app.knowledge.schemas.entries import (
    MarketContent,
    ObservedTimeContent,
    PolicyContent,
    QuestionAndAnswerContent,
    RelianceContent,
    RequirementContent,
    TermContent,
)
from app.knowledge.schemas.procedures import ProcedureContent
from app.knowledge.schemas.supporting import (
    AuthorityContent,
    Disagreement,
    Document,
    EventContent,
    Gap,
    Group,
    Jurisdiction,
    MembershipContent,
    ProductType,
    SessionContent,
    Source,
    StatementContent,
    Topic,
)

CONTENT_MODELS: dict[str, type[Content]] = {
    "requirement": RequirementContent,
    "procedure": ProcedureContent,
    "reliance": RelianceContent,
    "observed_time": ObservedTimeContent,
    "policy": PolicyContent,
    "market": MarketContent,
    "term": TermContent,
    "qa": QuestionAndAnswerContent,
    "jurisdiction": Jurisdiction[Text],
    "product_type": ProductType[Text],
    "topic": Topic[Text],
    "document": Document[Text],
    "group": Group[Text],
    "authority": AuthorityContent,
    "membership": MembershipContent,
    "source": Source[Text],
    "event": EventContent,
    "session": SessionContent,
    "statement": StatementContent,
    "disagreement": Disagreement[Text],
    "gap": Gap[Text],
}
"""The content model of every type of record."""

__all__ = ["CONTENT_MODELS", "Content", "Text", "marked_paths", "references", "references_in"]
