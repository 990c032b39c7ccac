"""Tables of the stored index: made from frozen contents alone, and made anew at will."""

from sqlalchemy import ForeignKey, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base, BinaryText, Key


class SearchDocument(Base):
    """A revision that the index holds, and its labels as JSON."""

    __tablename__ = "search_document"

    revision_key: Mapped[int] = mapped_column(Key, ForeignKey("revision.key"), primary_key=True, autoincrement=False)
    labels: Mapped[str]


class SearchPosting(Base):
    """The revisions of one segment that hold a token: keys of four bytes each, and one byte of impact for each."""

    __tablename__ = "search_posting"

    token: Mapped[str] = mapped_column(BinaryText, primary_key=True)
    segment: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    keys: Mapped[bytes] = mapped_column(LargeBinary)
    impacts: Mapped[bytes] = mapped_column(LargeBinary)


class SearchEdition(Base):
    """An edition whose revisions are all in the index, and the version of the words it was made with."""

    __tablename__ = "search_edition"

    edition: Mapped[int] = mapped_column(Integer, ForeignKey("edition.number"), primary_key=True, autoincrement=False)
    version: Mapped[str]
