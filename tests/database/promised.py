"""What the database promises to hold, written down: triggers, CHECK constraints, partial indexes.

Alembic compares none of these, and its batch mode on SQLite drops triggers in silence: this list is the check.
"""

CORE = {
    "record": ("update",),
    "edition": ("insert", "update", "delete"),
    "edition_part": ("insert", "update", "delete"),
    "revision": ("insert", "update", "delete"),
    "revision_editor": ("insert", "update", "delete"),
    "redaction": ("insert", "update", "delete"),
    "person": ("update", "delete"),
    "audit_row": ("insert", "update", "delete"),
    "revision_review": ("insert", "update", "delete"),
    "comment": ("update", "delete"),
    "removal": ("insert", "update", "delete"),
}

TYPED = (
    "adoption",
    "amendment",
    "authority",
    "citation",
    "disagreement",
    "eligibility_designation",
    "eligibility_reference",
    "entry",
    "event",
    "event_country",
    "event_organiser",
    "fee",
    "gap",
    "jurisdiction",
    "market",
    "membership",
    "observed_time",
    "phase",
    "policy",
    "prerequisite",
    "procedure",
    "qa",
    "reference_group",
    "reliance",
    "reliance_reference",
    "reliance_scope",
    "required_document",
    "requirement",
    "revision_link",
    "revision_product_type",
    "revision_topic",
    "session",
    "source",
    "source_alias",
    "stated_membership",
    "statement",
    "synonym",
    "term",
    "tree_exception",
    "variant",
    "variant_product_type",
    "variant_reference",
    "vocabulary",
)

TRIGGERS = {
    *(f"guard_{table}_{event}" for table, events in CORE.items() for event in events),
    *(f"guard_{table}_{event}" for table in TYPED for event in ("insert", "update", "delete")),
}

TRIGGERS_ON_POSTGRESQL = {f"guard_{table}_truncate" for table in (*CORE, *TYPED)}

CHECKS = {
    f"ck_{table}_{name}"
    for table, names in {
        "audit_row": "actor_kind_known",
        "comment": "step_known",
        "revision_review": "meaning_known",
        "removal": "decision_is_whole done_in_edition kind_known redaction_names_revisions state_known two_people",
        "edition": "number_positive",
        "person": "oidc_whole role_known",
        "staff_token": "kind_known",
        "record": "type_known",
        "revision": "approval_is_whole change_type_known number_positive origin_known published_has_edition "
        "removed_after_published removed_has_edition state_known withdrawal_has_reason",
        "eligibility_reference": "authority_or_group role_known",
        "entry": "confidence_known currency_status_known evidence_grade_known kind_known source_custody_known",
        "fee": "frequency_known standing_known type_known unit_known",
        "gap": "status_known",
        "jurisdiction": "kind_known",
        "membership": "confidence_known standing_known",
        "observed_time": "measure_known sample_basis_known some_figure unit_known",
        "phase": "duration_ordered duration_unit_known relation_known role_known",
        "policy": "status_known",
        "procedure": "acceleration_known assessment_known licence_known validity_unit_known",
        "redaction": "two_people",
        "reliance_reference": "answer_known authority_or_group stated_known",
        "reliance_scope": "scope_known",
        "requirement": "obligation_known",
        "revision_link": "relation_known",
        "revision_product_type": "role_known",
        "source": "custody_known evidence_grade_known kind_known",
        "statement": "disclosure_known kind_known",
        "variant": "total_basis_known total_duration_unit_known total_standing_known",
        "variant_reference": "authority_or_group role_known",
        "vocabulary": "supply_known",
    }.items()
    for name in names.split()
}

PARTIAL_INDEXES = {"uq_record_entry_id", "uq_removal_open", "uq_revision_live"}
