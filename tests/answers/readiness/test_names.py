"""Recognising a paper: however it is spelled, with letters wrong, and never by guessing."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.answers.readiness.names import How, Names
from app.intake.seed import Seed, read_seed
from tests.conftest import SEED

SEEDED: Seed = read_seed(SEED)
DOCUMENTS = {one.id: one.content.model_dump(mode="json") for one in SEEDED.records if one.type == "document"}
NAMES = Names(DOCUMENTS)
WRITTEN = sorted(
    {
        (text, id_)
        for id_, content in DOCUMENTS.items()
        for text in (id_, content["name"]["en"], content["name"]["ko"], *(one["text"] for one in content["synonyms"]))
        if text
    }
)
"""Every name that the vocabulary has for a document."""


@pytest.mark.parametrize(
    ("written", "document", "how"),
    [
        ("cpp", "cpp", How.id),
        ("CPP", "cpp", How.name),
        ("ＣＰＰ", "cpp", How.name),
        ("Certificate of pharmaceutical product", "cpp", How.name),
        ("CERTIFICATES  OF PHARMACEUTICAL-PRODUCTS", "cpp", How.name),
        ("pharmaceutical product certificate", "cpp", How.name),
        ("CPP (WHO format)", "cpp", How.name),
        ("의약품 제조·판매 증명서", "cpp", How.name),
        ("의약품제조판매증명서(CPP)", "cpp", How.name),
        (unicodedata.normalize("NFD", "자유판매증명서"), "free-sale-certificate", How.name),
        ("GMP 적합증명서 사본", "gmp-certificate", How.name),
        ("signed GMP certificate (copy)", "gmp-certificate", How.name),
        ("3. Site Master File.pdf", "site-master-file", How.name),
        ("manufacturing license", "manufacturing-licence", How.name),
        ("Letter of Authorization", "letter-of-authorisation", How.name),
        ("Part III", "nonclinical-part", How.name),
        ("module-3", "quality-part", How.name),
        ("GMP certficate", "gmp-certificate", How.misspelt),
        ("site master flie", "site-master-file", How.misspelt),
        ("bioequivalance study report", "be-study-report", How.misspelt),
        ("자유판매증면서", "free-sale-certificate", How.misspelt),
        ("Certifcate of Pharmaceutcal Product", "cpp", How.misspelt),
    ],
)
def test_a_paper_is_recognised_however_it_is_written(written: str, document: str, how: How) -> None:
    read = NAMES.read(written)
    assert (read.documents, read.how) == ((document,), how)


@pytest.mark.parametrize(
    "written",
    [
        "CQP",  # of short names another paper is a letter away: CPP, CFS, CEP
        "CEP certficate of nothing",
        "Part VI",  # numbers are never misspelt: there is no such part
        "Module 6",
        "Appendix 4",
        "ISO 9001 certificate",
        "ISO 13458 certificate",
        "GMB certificate",  # nor are abbreviations
        "xyzzy",
        "!!!",
    ],
)
def test_what_is_not_surely_a_paper_is_not_guessed(written: str) -> None:
    read = NAMES.read(written)
    assert (read.documents, read.how) == ((), None)
    assert len(read.nearest) <= 3


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("stability", "stability-data"),
        ("marketing authorisation", "home-marketing-authorisation"),
        ("생동시험", "be-study-report"),
    ],
)
def test_what_is_not_recognised_has_its_nearest_papers_named_the_likest_first(written: str, nearest: str) -> None:
    found = NAMES.read(written).nearest
    assert found[0] == nearest
    assert len(found) == len(set(found)) == 3


def test_a_name_of_two_papers_is_settled_for_neither() -> None:
    shared = {
        id_: {"name": {"en": name, "ko": None}, "synonyms": [{"language": "en", "text": "release paper"}]}
        for id_, name in (("lot-release", "Certificate of release"), ("batch-release", "Statement of release"))
    }
    assert Names(shared).read("Release papers").documents == ("batch-release", "lot-release")
    assert Names(shared).read("relaese paper").documents == ("batch-release", "lot-release")


def test_an_exact_name_is_never_taken_for_the_misspelling_of_another() -> None:
    close = {
        "one": {"name": {"en": "Declaration of source", "ko": None}, "synonyms": []},
        "two": {"name": {"en": "Declaration of sources A", "ko": None}, "synonyms": []},
    }
    assert Names(close).read("declaration of sources").documents == ("one",)


def test_every_name_of_the_vocabulary_is_recognised() -> None:
    assert len(WRITTEN) > 1000
    read = {(written, document): NAMES.read(written) for written, document in WRITTEN}
    assert [named for named, one in read.items() if named[1] not in one.documents] == []
    assert [named for named, one in read.items() if one.how not in (How.id, How.name)] == []


def test_no_document_is_called_as_another() -> None:
    own = {(content["name"][language], id_) for id_, content in DOCUMENTS.items() for language in ("en", "ko")}
    assert [named for named in sorted(own) if NAMES.read(named[0]).documents != (named[1],)] == []


@given(st.sampled_from(WRITTEN), st.sampled_from(["upper", "wide", "spaced", "decomposed", "numbered", "filed"]))
def test_case_width_spacing_and_what_stands_around_a_name_do_not_matter(named: tuple[str, str], change: str) -> None:
    written, document = named
    changed = {
        "upper": written.upper(),
        "wide": "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in written),
        "spaced": f"  {written.replace(' ', '   ')} ",
        "decomposed": unicodedata.normalize("NFD", written),
        "numbered": f"12. {written}",
        "filed": f"{written}.PDF",
    }[change]
    assert document in NAMES.read(changed).documents


@given(
    st.sampled_from([one for one in WRITTEN if len(one[0].replace(" ", "")) >= 12 and one[0].isascii()]), st.data()
)
def test_two_letters_swapped_in_a_long_word_find_the_paper_or_nothing(
    named: tuple[str, str], data: st.DataObject
) -> None:
    written, document = named
    words = written.split(" ")
    long = [place for place, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    assume(long)
    place = data.draw(st.sampled_from(long))
    letter = data.draw(st.integers(1, len(words[place]) - 3))
    word = words[place]
    words[place] = word[:letter] + word[letter + 1] + word[letter] + word[letter + 2 :]
    read = NAMES.read(" ".join(words))
    assert not read.documents or document in read.documents


@given(st.text(max_size=200))
def test_no_text_breaks_it_and_the_same_text_reads_the_same(written: str) -> None:
    read = NAMES.read(written)
    assert read == NAMES.read(written)
    assert set(read.documents) | set(read.nearest) <= DOCUMENTS.keys()
    assert (read.how is None) == (not read.documents)
