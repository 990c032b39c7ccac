"""What the members of the closed lists are called where people read them, in each language."""

from enum import StrEnum

from app.vocabulary import lists
from app.vocabulary.sentences import Sentence

_NAMES: dict[type[StrEnum], dict[str, tuple[str, str]]] = {
    lists.EntryKind: {
        "requirement": ("requirement", "요건"),
        "procedure": ("procedure", "절차"),
        "reliance": ("reliance", "신뢰(reliance) 제도"),
        "observed_time": ("observed time", "관측 소요기간"),
        "policy": ("policy", "정책"),
        "market": ("market figure", "시장 수치"),
        "term": ("term", "용어"),
        "qa": ("question and answer", "질의응답"),
    },
    lists.TextState: {
        "original": ("original", "원문"),
        "machine": ("machine translation", "기계 번역"),
        "reviewed": ("reviewed translation", "검토된 번역"),
        "outdated": ("outdated translation", "원문 변경 후 미갱신 번역"),
        "missing": ("not translated", "번역 없음"),
    },
    lists.Review: {
        "seed-compiled": ("compiled, not yet approved by a second person", "작성 완료, 제2자 승인 전"),
        "approved": ("approved", "승인됨"),
    },
    lists.ChangeType: {
        "substantive": ("substantive", "실질 변경"),
        "editorial": ("editorial", "표현 수정"),
        "correction": ("correction", "오류 정정"),
        "translation": ("translation", "번역"),
        "verified": ("checked, still true", "재확인(변경 없음)"),
    },
    lists.Obligation: {
        "mandatory": ("mandatory", "필수"),
        "conditional": ("conditional", "조건부"),
        "recommended": ("recommended", "권장"),
        "not-required": ("not required", "불필요"),
        "prohibited": ("prohibited", "금지"),
    },
    lists.Confidence: {
        "high": ("high", "높음"),
        "medium": ("medium", "중간"),
        "low": ("low", "낮음"),
    },
    lists.CurrencyStatus: {
        "current": ("current", "현행"),
        "superseded": ("superseded", "대체됨"),
        "historic": ("historic", "과거"),
        "unknown": ("not known", "알 수 없음"),
    },
    lists.SourceCustody: {
        "official-site": ("official site", "공식 사이트"),
        "third-party-copy": ("third-party copy", "제3자 사본"),
        "quoted": ("quoted", "인용"),
    },
    lists.SourceKind: {
        "law": ("law", "법령"),
        "guideline": ("guideline", "가이드라인"),
        "authority-page": ("authority's page", "규제기관 누리집"),
        "forum-presentation": ("forum presentation", "포럼 발표자료"),
        "paper": ("paper", "논문"),
        "law-firm": ("law firm", "법무법인"),
        "consultancy": ("consultancy", "컨설팅사"),
        "news": ("news", "언론"),
        "other": ("other", "기타"),
    },
    lists.Licence: {
        "marketing-authorisation": ("marketing authorisation", "품목허가"),
        "import": ("import", "수입"),
        "manufacture": ("manufacture", "제조"),
        "wholesale": ("wholesale", "도매"),
        "clinical-trial": ("clinical trial", "임상시험"),
        "gmp": ("GMP", "GMP"),
        "variation": ("variation", "변경허가·신고(variation)"),
        "renewal": ("renewal", "갱신"),
        "lot-release": ("lot release", "국가출하승인"),
        "price-filing": ("price filing", "가격 신고"),
        "halal": ("halal", "할랄 인증"),
        "be-centre-listing": ("listing of BE centres", "생물학적 동등성시험 기관 등재"),
        "export-certificate": ("export certificate", "수출용 증명서"),
        "special-access": ("special access", "특별 접근"),
        "sample-import": ("import of samples", "검체 수입"),
    },
    lists.Assessment: {
        "full": ("full", "전체 평가"),
        "abridged": ("abridged", "간이 평가"),
        "verification": ("verification", "확인 심사"),
        "recognition": ("recognition", "인정"),
        "notification": ("notification", "신고"),
        "joint": ("joint", "공동심사"),
    },
    lists.Acceleration: {
        "none": ("none", "없음"),
        "priority": ("priority", "우선심사"),
        "conditional": ("conditional", "조건부"),
        "emergency": ("emergency", "긴급"),
    },
    lists.DurationUnit: {
        "working-day": ("working days", "근무일"),
        "calendar-day": ("calendar days", "역일"),
        "week": ("weeks", "주"),
        "month": ("months", "개월"),
        "year": ("years", "년"),
    },
    lists.PhaseRole: {
        "authority": ("authority", "규제기관"),
        "applicant": ("applicant", "신청인"),
        "council": ("council", "위원회"),
        "round": ("round", "보완 회차"),
    },
    lists.PhaseRelation: {
        "sequence": ("follows the one before", "앞 단계에 이어짐"),
        "inside-previous": ("inside the one before", "앞 단계에 포함"),
        "extra-round": ("only when called for", "필요한 경우에만 추가"),
    },
    lists.TotalBasis: {
        "stated": ("stated by the source", "출처에 명시"),
        "summed": ("our sum", "본 지식베이스의 합산"),
    },
    lists.TotalStanding: {
        "aim": ("the authority's aim", "규제기관의 목표"),
        "draft": ("proposed, not known to be in force", "제안된 것으로 시행 여부 미확인"),
    },
    lists.FeeUnit: {
        "application": ("application", "신청"),
        "package": ("package of applications", "신청 패키지"),
        "product": ("product", "제품"),
        "ingredient": ("ingredient", "성분"),
        "formula": ("formula", "처방"),
        "site": ("site", "제조소"),
        "site-and-dosage-form": ("site and dosage form", "제조소 및 제형"),
        "licence": ("licence", "허가"),
    },
    lists.FeeFrequency: {
        "once": ("once", "1회"),
        "yearly": ("every year", "매년"),
    },
    lists.FeeStanding: {
        "draft": ("proposed, not known to be in force", "제안된 것으로 시행 여부 미확인"),
        "sum": ("a sum of other fees", "다른 수수료의 합계"),
        "doubtful": ("not sure to be the fee of this", "해당 수수료인지 불확실"),
    },
    lists.FeeType: {
        "processing": ("processing", "처리"),
        "analysis": ("analysis", "분석"),
        "screening": ("screening", "예비심사(스크리닝)"),
        "evaluation": ("evaluation", "평가"),
        "registration": ("registration", "등록"),
        "licence": ("licence", "허가"),
        "inspection": ("inspection", "실사"),
        "change": ("change", "변경"),
        "annual": ("annual", "연간"),
        "other": ("other", "기타"),
    },
    lists.RelianceScope: {
        "marketing-authorisation": ("marketing authorisation", "품목허가"),
        "gmp-inspection": ("GMP inspection", "GMP 실사"),
        "lot-release": ("lot release", "국가출하승인"),
        "be-study": ("bioequivalence study", "생물학적 동등성시험"),
        "clinical-data": ("clinical data", "임상시험자료"),
        "local-trial-waiver": ("waiver of local trial", "현지 임상시험 면제"),
        "tender": ("tender", "입찰"),
        "price": ("price", "가격"),
        "device": ("device", "의료기기"),
    },
    lists.Answer: {
        "yes": ("yes", "예"),
        "partly": ("partly", "일부"),
        "no": ("no", "아니요"),
        "unknown": ("not known", "알 수 없음"),
    },
    lists.Stated: {
        "stated": ("the source says so", "출처에 명시"),
        "derived": ("it follows from a list or membership", "목록 또는 회원 자격에서 도출"),
    },
    lists.Applies: {
        "yes": ("yes", "예"),
        "no": ("no", "아니요"),
        "unknown": ("not known", "알 수 없음"),
    },
    lists.Stale: {
        "yes": ("too old", "오래됨"),
        "no": ("recent enough", "최근"),
        "unknown": ("age not known", "시점 알 수 없음"),
    },
    lists.Measure: {
        "median": ("median", "중앙값"),
        "mean": ("mean", "평균"),
        "range": ("range", "범위"),
        "estimate": ("estimate", "추정값"),
    },
    lists.SampleBasis: {
        "measured": ("measured", "측정"),
        "estimate": ("estimate", "추정"),
        "anecdote": ("anecdote", "개별 사례"),
        "unknown": ("not known", "알 수 없음"),
    },
    lists.ObservedUnit: {
        "working-day": ("working days", "근무일"),
        "calendar-day": ("calendar days", "역일"),
        "week": ("weeks", "주"),
        "month": ("months", "개월"),
        "year": ("years", "년"),
        "application": ("applications", "건"),
    },
    lists.PolicyStatus: {
        "announced": ("announced", "발표"),
        "consultation": ("in consultation", "의견수렴 중"),
        "adopted": ("adopted", "채택"),
        "in-force": ("in force", "시행 중"),
        "withdrawn": ("withdrawn", "철회"),
    },
    lists.GapStatus: {
        "open": ("open", "미해결"),
        "partly-closed": ("partly closed", "일부 해결"),
        "closed": ("closed", "해결"),
    },
    lists.Supply: {
        "applicant": ("applicant", "신청인"),
        "manufacturer": ("manufacturer", "제조업자"),
        "authority-at-home": ("authority at home", "자국 규제기관"),
        "third-party": ("third party", "제3자"),
    },
}


def name_of(kind: type[StrEnum], word: str, language: str) -> str:
    """The name of a member of a closed list, in a language (`en` or `ko`). Raises `KeyError` for an unknown word."""
    return Sentence(*_NAMES[kind][word]).say(language)
