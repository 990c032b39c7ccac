"""The closed lists of the atlas. Open vocabularies (product types, topics, documents) are records."""

from enum import StrEnum


class EntryKind(StrEnum):
    """What an entry states."""

    requirement = "requirement"
    procedure = "procedure"
    reliance = "reliance"
    observed_time = "observed_time"
    policy = "policy"
    market = "market"
    term = "term"
    qa = "qa"


class SupportingKind(StrEnum):
    """Records that entries stand on."""

    jurisdiction = "jurisdiction"
    product_type = "product_type"
    topic = "topic"
    document = "document"
    group = "group"
    authority = "authority"
    membership = "membership"
    source = "source"
    event = "event"
    session = "session"
    statement = "statement"
    disagreement = "disagreement"
    gap = "gap"


class State(StrEnum):
    """Where a revision stands."""

    draft = "draft"
    in_review = "in_review"
    approved = "approved"
    published = "published"
    superseded = "superseded"
    withdrawn = "withdrawn"


class Origin(StrEnum):
    """Where a revision came from; only `seed` may be published without a second person."""

    seed = "seed"
    staff = "staff"
    imported = "import"


class ChangeType(StrEnum):
    """What a revision changes against the one before."""

    substantive = "substantive"
    editorial = "editorial"
    correction = "correction"
    translation = "translation"
    verified = "verified"


class Language(StrEnum):
    """Languages of the atlas's own texts."""

    en = "en"
    ko = "ko"


class Translation(StrEnum):
    """State of the text in the language that is not its original."""

    machine = "machine"
    reviewed = "reviewed"
    outdated = "outdated"
    missing = "missing"


class TextState(StrEnum):
    """State of a text in the language that was asked for."""

    original = "original"
    machine = "machine"
    reviewed = "reviewed"
    outdated = "outdated"
    missing = "missing"


class Review(StrEnum):
    """Who vouches for a published revision."""

    seed_compiled = "seed-compiled"
    approved = "approved"


class Obligation(StrEnum):
    """How binding a requirement is."""

    mandatory = "mandatory"
    conditional = "conditional"
    recommended = "recommended"
    not_required = "not-required"
    prohibited = "prohibited"


class Confidence(StrEnum):
    """How sure the compiler was."""

    high = "high"
    medium = "medium"
    low = "low"


class CurrencyStatus(StrEnum):
    """Is the rule still the rule?"""

    current = "current"
    superseded = "superseded"
    historic = "historic"
    unknown = "unknown"


class EvidenceGrade(StrEnum):
    """A law's or authority's own text; B officials' words; C papers, firms, other retelling; D press."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class SourceCustody(StrEnum):
    """Where the text was read."""

    official_site = "official-site"
    third_party_copy = "third-party-copy"
    quoted = "quoted"


class SourceKind(StrEnum):
    """What a source is."""

    law = "law"
    guideline = "guideline"
    authority_page = "authority-page"
    forum_presentation = "forum-presentation"
    paper = "paper"
    law_firm = "law-firm"
    consultancy = "consultancy"
    news = "news"
    other = "other"


class Licence(StrEnum):
    """The kind of licence a procedure leads to."""

    marketing_authorisation = "marketing-authorisation"
    import_ = "import"
    manufacture = "manufacture"
    wholesale = "wholesale"
    clinical_trial = "clinical-trial"
    gmp = "gmp"
    variation = "variation"
    renewal = "renewal"
    lot_release = "lot-release"
    price_filing = "price-filing"
    halal = "halal"
    be_centre_listing = "be-centre-listing"
    export_certificate = "export-certificate"
    special_access = "special-access"
    sample_import = "sample-import"


class Assessment(StrEnum):
    """How deep the review goes."""

    full = "full"
    abridged = "abridged"
    verification = "verification"
    recognition = "recognition"
    notification = "notification"
    joint = "joint"


class Acceleration(StrEnum):
    """How the review is made faster or earlier."""

    none = "none"
    priority = "priority"
    conditional = "conditional"
    emergency = "emergency"


class DurationUnit(StrEnum):
    """The unit the source counts in."""

    working_day = "working-day"
    calendar_day = "calendar-day"
    week = "week"
    month = "month"
    year = "year"


class PhaseRole(StrEnum):
    """Whose time a phase is."""

    authority = "authority"
    applicant = "applicant"
    council = "council"
    round = "round"


class PhaseRelation(StrEnum):
    """How a phase stands to the one before it."""

    sequence = "sequence"
    inside_previous = "inside-previous"
    extra_round = "extra-round"


class TotalBasis(StrEnum):
    """Is a total the source's, or our sum?"""

    stated = "stated"
    summed = "summed"


class TotalStanding(StrEnum):
    """Why a total is no ordinary time limit: the authority's aim, or a proposal not known to be in force."""

    aim = "aim"
    draft = "draft"


class FeeType(StrEnum):
    """What a fee pays for."""

    processing = "processing"
    analysis = "analysis"
    screening = "screening"
    evaluation = "evaluation"
    registration = "registration"
    licence = "licence"
    inspection = "inspection"
    change = "change"
    annual = "annual"
    other = "other"


class FeeUnit(StrEnum):
    """What one amount of a fee pays for."""

    application = "application"
    package = "package"
    product = "product"
    ingredient = "ingredient"
    formula = "formula"
    site = "site"
    site_and_dosage_form = "site-and-dosage-form"
    licence = "licence"


class FeeFrequency(StrEnum):
    """How often a fee falls due."""

    once = "once"
    yearly = "yearly"


class FeeStanding(StrEnum):
    """Why an amount is no ordinary fee: proposed, a sum of other fees, or perhaps of something else."""

    draft = "draft"
    sum = "sum"
    doubtful = "doubtful"


class RelianceScope(StrEnum):
    """The step for which another authority's work counts."""

    marketing_authorisation = "marketing-authorisation"
    gmp_inspection = "gmp-inspection"
    lot_release = "lot-release"
    be_study = "be-study"
    clinical_data = "clinical-data"
    local_trial_waiver = "local-trial-waiver"
    tender = "tender"
    price = "price"
    device = "device"


class Answer(StrEnum):
    """Does it count?"""

    yes = "yes"
    partly = "partly"
    no = "no"
    unknown = "unknown"


class Stated(StrEnum):
    """Does the source say so, or does it follow from a list or a membership?"""

    stated = "stated"
    derived = "derived"


class Applies(StrEnum):
    """Does the rule hold on that day?"""

    yes = "yes"
    no = "no"
    unknown = "unknown"


class Stale(StrEnum):
    """Is the fact too old to be taken as it stands?"""

    yes = "yes"
    no = "no"
    unknown = "unknown"


class Measure(StrEnum):
    """What an observed figure is."""

    median = "median"
    mean = "mean"
    range = "range"
    estimate = "estimate"


class SampleBasis(StrEnum):
    """How an observed figure came about."""

    measured = "measured"
    estimate = "estimate"
    anecdote = "anecdote"
    unknown = "unknown"


class ObservedUnit(StrEnum):
    """The unit of an observed figure."""

    working_day = "working-day"
    calendar_day = "calendar-day"
    week = "week"
    month = "month"
    year = "year"
    application = "application"


class PolicyStatus(StrEnum):
    """How far a policy has come."""

    announced = "announced"
    consultation = "consultation"
    adopted = "adopted"
    in_force = "in-force"
    withdrawn = "withdrawn"


class JurisdictionKind(StrEnum):
    """What a jurisdiction is."""

    country = "country"
    region = "region"
    organisation = "organisation"


class CalendarDayKind(StrEnum):
    """What staff know of a day that the library of holidays does not."""

    holiday = "holiday"
    working_day = "working-day"


class Standing(StrEnum):
    """How an authority stands to a body; only `member`, `listed` and `participant` carry rights."""

    member = "member"
    observer = "observer"
    listed = "listed"
    participant = "participant"
    applicant = "applicant"
    goal = "goal"
    none = "none"


class Disclosure(StrEnum):
    """How far a spoken statement may be passed on."""

    public = "public"
    attributable = "attributable"
    unattributed = "unattributed"
    internal = "internal"


class StatementKind(StrEnum):
    """What a forum statement is about."""

    requirement = "requirement"
    timeline = "timeline"
    policy_direction = "policy-direction"
    market = "market"
    issue = "issue"


class GapStatus(StrEnum):
    """Has a gap been filled?"""

    open = "open"
    partly_closed = "partly-closed"
    closed = "closed"


class Supply(StrEnum):
    """Who yields a document."""

    applicant = "applicant"
    manufacturer = "manufacturer"
    authority_at_home = "authority-at-home"
    third_party = "third-party"


ENTRY_KINDS = frozenset(EntryKind)
RECORD_TYPES: tuple[str, ...] = tuple(EntryKind) + tuple(SupportingKind)
