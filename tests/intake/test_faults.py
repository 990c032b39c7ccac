"""A faulty seed is refused as a whole, and every fault is told with its file, line, record and field."""

from pathlib import Path

import pytest

from app.intake.faults import Fault, IntakeError
from app.intake.seed import read_seed
from tests.intake.planted import SMALL, changed, plant

REQUIREMENTS = "xx/requirements.yaml"


def faults(directory: Path, **changes: str | bytes) -> list[Fault]:
    """What is wrong with the small seed after these changes."""
    plant(directory, **changes)
    with pytest.raises(IntakeError) as caught:
        read_seed(directory)
    return caught.value.faults


def places(found: list[Fault], directory: Path) -> list[tuple[str, int, str, str]]:
    """File, line, record and field of each fault."""
    return [(str(one.file.relative_to(directory)), one.line, one.record, one.field) for one in found]


def test_the_small_seed_has_no_fault(tmp_path: Path) -> None:
    seed = read_seed(plant(tmp_path))
    assert [record.id for record in seed.records if record.type == "requirement"] == ["xx-dossier", "xx-fee"]
    assert {record.part for record in seed.records} == {"common", "XX"}


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("  topics: [fees]", "  topics: [fees]\n  surprise: 1", (14, "xx-fee", "/surprise"), "unknown key"),
        ("    locator: p. 1", "    page: 1", (19, "xx-fee", "/citations/0/page"), "unknown key"),
        ("The fee is 33,333.33.", "{en: A fee, fr: Frais}", (16, "xx-fee", "/statement/fr"), "unknown key"),
        ("A fee is due", "''", (15, "xx-fee", "/title/en"), "expected some text"),
        ("  title: A fee is due\n", "", (11, "xx-fee", "/title"), "Field required"),
        ("[biologic]", "biologic", (2, "xx-dossier", "/product_types"), "valid list"),
        ("[biologic]", "[7]", (2, "xx-dossier", "/product_types/0"), "valid string"),
        ("2024-05", "May 2024", (7, "xx-dossier", "/fact_as_of"), "YYYY"),
        ("- id: xx-fee", "- id: XX_fee", (11, "XX_fee", "/id"), "id of lower-case letters"),
        ("- id: xx-fee\n ", "-", (11, "", "/id"), "Field required"),
        ("[fees]", "[]", (13, "xx-fee", "/topics"), "at least 1 item"),
        ("[fees]", "[dossiers]", (13, "xx-fee", "/topics/0"), "no topic has the id dossiers"),
        ("[biologic]", "[biologics]", (2, "xx-dossier", "/product_types/0"), "no product type has the id biologics"),
        (
            "{source: xx-news}",
            "{source: xx-new}",
            (10, "xx-dossier", "/citations/1/source"),
            "no source has the id xx-new",
        ),
        ("- id: xx-fee", "- id: xx-dossier", (11, "xx-dossier", "/id"), "the id is used twice"),
        ("- id: xx-fee", "- id: xx-term", (1, "xx-term", "/id"), "the id is used twice"),
    ],
)
def test_a_fault_of_a_record_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, place: tuple[int, str, str], message: str
) -> None:
    (found,) = faults(tmp_path, xx__requirements=changed(REQUIREMENTS, old, new))
    file = "xx/terms.yaml" if new == "- id: xx-term" else REQUIREMENTS  # the later of two files with one id
    assert places([found], tmp_path) == [(file, *place)]
    assert message in found.message


@pytest.mark.parametrize("word", ["mandatory-ish", "Mandatory", "'no'"])
def test_a_bad_word_is_told_with_the_valid_ones(tmp_path: Path, word: str) -> None:
    text = SMALL[REQUIREMENTS].replace("mandatory", word)
    found = faults(tmp_path, xx__requirements=text)
    assert [(one.line, one.record, one.field) for one in found] == [
        (4, "xx-dossier", "/obligation"),
        (14, "xx-fee", "/obligation"),
    ]
    assert all("'mandatory', 'conditional'" in one.message for one in found)


def test_a_repeated_key_is_told_with_its_line(tmp_path: Path) -> None:
    text = changed(REQUIREMENTS, "  title: A fee is due", "  title: A fee is due\n  topics: [dossier]")
    (found,) = faults(tmp_path, xx__requirements=text)
    assert (found.line, found.field, found.message) == (16, "/1/topics", "the key is repeated")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- id: a\n  title: [\n", "not YAML"),
        ("id: xx-fee\n", "expected a list of records"),
        ("just text\n", "expected a list of records"),
        ("# nothing\n", "expected a list of records"),
        ("- xx-fee\n", "expected a record"),
        ("- [xx-fee]\n", "expected a record"),
        ("- id: 허가\n".encode("cp949"), "not YAML in UTF-8"),
    ],
)
def test_a_file_that_holds_no_records_is_told(tmp_path: Path, text: str | bytes, message: str) -> None:
    (found,) = faults(tmp_path, xx__terms=text)
    assert found.file == tmp_path / "xx/terms.yaml"
    assert message in found.message


@pytest.mark.parametrize("name", ["xx/requirement.yaml", "xx/notes.txt", "vocabulary/words.yaml", "more.yaml"])
def test_an_unknown_file_is_told(tmp_path: Path, name: str) -> None:
    plant(tmp_path)
    (tmp_path / name).write_text("[]")
    with pytest.raises(IntakeError, match=r"expected one of|unknown file") as caught:
        read_seed(tmp_path)
    assert [fault.file for fault in caught.value.faults] == [tmp_path / name]


def test_faults_of_all_records_and_files_are_told_together(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        vocabulary__topics=changed("vocabulary/topics.yaml", "name: {en: Fees, ko: 수수료}", "name: {fr: Frais}"),
        xx__requirements=changed(REQUIREMENTS, "{source: xx-law, locator: s. 2}", "{source: Law, locator: s. 2}")
        .replace("33,333.33.", "33,333.33.\n  surprise: 1\n  confidence: sure")
        .replace("- id: xx-fee", "- id: xx-term"),
        xx__terms=changed("xx/terms.yaml", "  term: Word\n", ""),
    )
    assert places(found, tmp_path) == [
        ("vocabulary/topics.yaml", 4, "fees", "/name/fr"),
        (REQUIREMENTS, 9, "xx-dossier", "/citations/0/source"),
        (REQUIREMENTS, 17, "xx-term", "/surprise"),
        (REQUIREMENTS, 18, "xx-term", "/confidence"),
        ("xx/terms.yaml", 1, "xx-term", "/id"),
        ("xx/terms.yaml", 1, "xx-term", "/term"),
    ]


def test_dead_references_are_told_together_with_other_faults(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        xx__requirements=changed(REQUIREMENTS, "[biologic]", "[biologics]"),
        xx__terms=changed("xx/terms.yaml", "  term: Word\n", ""),
    )
    assert [(one.record, one.field) for one in found] == [("xx-dossier", "/product_types/0"), ("xx-term", "/term")]


def test_faults_of_several_files_are_told_together(tmp_path: Path) -> None:
    plant(
        tmp_path,
        xx__requirements="not: a list\n",
        xx__terms="- id: [\n",
        vocabulary__topics=changed("vocabulary/topics.yaml", "{en: Fees, ko: 수수료}", "{fr: Frais}"),
    )
    (tmp_path / "more.yaml").write_text("[]")
    with pytest.raises(IntakeError) as caught:
        read_seed(tmp_path)
    names = ["more.yaml", "vocabulary/topics.yaml", REQUIREMENTS, "xx/terms.yaml"]
    assert list(dict.fromkeys(fault.file for fault in caught.value.faults)) == [tmp_path / name for name in names]


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("xx/sources.yaml", "  evidence_grade: D\n", "", (10, "xx-news", "/evidence_grade")),
        ("xx/sources.yaml", "custody: quoted", "custody: heard", (16, "xx-news", "/custody")),
        (REQUIREMENTS, "{source: xx-news}", "xx-news", (10, "xx-dossier", "/citations/1")),
        (REQUIREMENTS, "  fact_as_of: 2024-05", "  checked_on: soon", (7, "xx-dossier", "/checked_on")),
        (REQUIREMENTS, "  fact_as_of: 2024-05", "  checked_on: 2026", (7, "xx-dossier", "/checked_on")),
        (REQUIREMENTS, "  fact_as_of: 2024-05", "  checked_on:", (7, "xx-dossier", "/checked_on")),
    ],
)
def test_what_other_records_are_completed_from_may_be_faulty(
    tmp_path: Path, file: str, old: str, new: str, fault: tuple[int, str, str]
) -> None:
    name = file.removesuffix(".yaml").replace("/", "__")
    found = faults(tmp_path, **{name: changed(file, old, new)})
    assert fault in [(one.line, one.record, one.field) for one in found if one.file == tmp_path / file]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("checked_on: 2026-11-23", "checked: 2026-11-23"),
        ("checked_on: 2026-11-23", "checked_on: today"),
        ("review_after_months: 12", "review_after_months: a year"),
        ("  note: ", "  remark: "),
        ("  published_at: 2026-11-23T00:00:00Z", "  published_at: tomorrow"),
        (
            'editions:\n- number: 1\n  published_at: 2026-11-23T00:00:00Z\n  note: "The first edition."',
            "editions: []",
        ),
    ],
)
def test_a_faulty_edition_file_is_told(tmp_path: Path, old: str, new: str) -> None:
    found = faults(tmp_path, editions=changed("editions.yaml", old, new))
    assert {one.file for one in found} == {tmp_path / "editions.yaml"}
