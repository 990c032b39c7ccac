"""Where authorities sit, and how far ahead the holidays of their country are known.

The calendar belongs to the authority: its country, and its state where states have holidays of their own.
"""

from dataclasses import dataclass

from app.vocabulary.lists import Licence
from app.vocabulary.sentences import Sentence


@dataclass(frozen=True)
class Place:
    """A country (ISO 3166-1 alpha-2) and its subdivision (as ISO 3166-2 has it); both null where there is none."""

    country: str | None
    subdivision: str | None = None


@dataclass(frozen=True)
class Seat:
    """Where an authority works, and why we say so."""

    place: Place
    why: Sentence


_FEDERAL = Sentence(
    "A federal body: the holidays of the federation count, not those of a state.",
    "연방 기관이므로 주의 공휴일이 아니라 연방의 공휴일을 적용합니다.",
)

SEATS: dict[str, Seat] = {
    "MY-NPRA": Seat(
        Place("MY", "SGR"),
        Sentence("NPRA works in Petaling Jaya, Selangor.", "NPRA는 슬랑오르주 페탈링자야에 있습니다."),
    ),
    "MY-DCA": Seat(
        Place("MY", "SGR"),
        Sentence(
            "NPRA in Petaling Jaya, Selangor, is the secretariat of the DCA.",
            "슬랑오르주 페탈링자야에 있는 NPRA가 DCA의 사무국입니다.",
        ),
    ),
    "MY-MDA": Seat(
        Place("MY", "SGR"),
        Sentence("MDA works in Cyberjaya, Selangor.", "MDA는 슬랑오르주 사이버자야에 있습니다."),
    ),
    "MY-MOH": Seat(
        Place("MY", "PJY"),
        Sentence("The Ministry of Health sits in Putrajaya.", "보건부는 푸트라자야에 있습니다."),
    ),
    "MY-JAKIM": Seat(
        Place("MY", "PJY"),
        Sentence("JAKIM sits in Putrajaya.", "JAKIM은 푸트라자야에 있습니다."),
    ),
    "AU-TGA": Seat(
        Place("AU", "ACT"),
        Sentence("TGA sits in Canberra.", "TGA는 캔버라에 있습니다."),
    ),
    "CA-HC": Seat(Place("CA"), _FEDERAL),
    "CH-SWISSMEDIC": Seat(
        Place("CH", "BE"),
        Sentence("Swissmedic sits in Bern.", "Swissmedic은 베른에 있습니다."),
    ),
    "GB-MHRA": Seat(
        Place("GB", "ENG"),
        Sentence("MHRA sits in London.", "MHRA는 런던에 있습니다."),
    ),
    "US-FDA": Seat(Place("US"), _FEDERAL),
}
"""Authorities of countries whose subdivisions have holidays of their own. All others work by their country's."""


@dataclass(frozen=True)
class Lead:
    """Which authority runs procedures of a country: these, or those of a licence or product type, or all others."""

    authority: str
    licences: frozenset[str] = frozenset()
    product_types: frozenset[str] = frozenset()
    procedures: frozenset[str] = frozenset()


_DEVICES = frozenset(("medical-device", "ivd"))

LEADS: dict[str, tuple[Lead, ...]] = {
    "MY": (
        Lead("MY-MDA", product_types=_DEVICES),
        Lead("MY-JAKIM", licences=frozenset((Licence.halal,))),
        Lead("MY-MOH", licences=frozenset((Licence.price_filing,))),
        Lead("MY-NPRA"),
    ),
    "SG": (Lead("SG-HSA"),),
    "TH": (Lead("TH-DMSC-IBP", licences=frozenset((Licence.lot_release,))), Lead("TH-FDA")),
    "KR": (Lead("KR-MFDS"),),
    "VN": (
        Lead("VN-PPC", procedures=frozenset(("vn-device-ab", "vn-import-notification"))),
        Lead("VN-IMDA", product_types=_DEVICES),
        Lead("VN-VFA", product_types=frozenset(("health-supplement",))),
        Lead("VN-NICVB", licences=frozenset((Licence.lot_release,))),
        Lead("VN-ASTT", licences=frozenset((Licence.clinical_trial,))),
        Lead("VN-MOH", licences=frozenset((Licence.price_filing,))),
        Lead("VN-DAV"),
    ),
    "ID": (Lead("ID-MOH", product_types=_DEVICES), Lead("ID-BPOM")),
    "PH": (Lead("PH-CDRRHR", product_types=_DEVICES), Lead("PH-FDA")),
    "KH": (Lead("KH-DDF"),),
    "LA": (Lead("LA-FDD"),),
    "MM": (Lead("MM-DOT", procedures=frozenset(("mm-import-licence",))), Lead("MM-DFDA")),
    "BN": (Lead("BN-DPS"),),
    "TL": (Lead("TL-RCPA"),),
}
"""A procedure's entry does not name its authority. The first that fits is taken, and the answer says so."""

KNOWN_UNTIL: dict[str, int] = {
    "BN": 2026,  # dates of the Islamic calendar are confirmed up to here
    "ID": 2026,  # as Brunei; the joint leave of 2027 is known, the dates of Eid are not
    "KH": 2025,  # the last year whose sub-decree the library was checked against
    "KR": 2026,  # the days follow from the law; days that the cabinet adds are known for the running year
    "LA": 2026,  # the last year that was checked against a published list
    "MM": 2025,  # the last year that was announced; bridge days are moved every year
    "MY": 2027,  # the federal list of 2027 is out
    "PH": 2026,  # Eid is proclaimed year by year
    "SG": 2027,  # the ministry's list of 2027 is out
    "TH": 2026,  # the cabinet's extra days and the Royal Ploughing Ceremony are announced year by year
    "TL": 2025,  # the last year whose despatch the library was checked against
    "VN": 2026,  # days swapped with a Saturday are announced year by year
}
"""Per country the last year whose holidays were announced, as the pinned library has them. Later ones are estimates.

A country that is not listed has no announced year: all its dates are estimates. To be renewed with the library.
"""

CLOSED_FOR_OTHERS_ONLY: dict[str, tuple[str, ...]] = {
    "TH": ("National Labor Day",),  # private firms and banks are closed, public offices are open
}
"""Holidays in the library, by its English name, on which public offices work."""


def lead_authority(country: str, licence: str, product_types: list[str], procedure: str = "") -> str | None:
    """The authority that runs a procedure, as far as `LEADS` knows; null where it knows none."""
    for lead in LEADS.get(country, ()):
        if lead.procedures and procedure not in lead.procedures:
            continue
        if lead.licences and licence not in lead.licences:
            continue
        if lead.product_types and not (product_types and set(product_types) <= lead.product_types):
            continue
        return lead.authority
    return None
