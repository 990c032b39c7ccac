"""People, what they hold, and a trail of three acts, for tests of what the database allows."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select

from app.access.models import IdempotencyKey, OidcSignIn, PersonRow, StaffToken
from app.audit.acts import Act, Action, Actor, ActorKind
from app.audit.trail import append
from app.editorial.models import Comment, RevisionReview
from app.editorial.publishing.models import Removal
from app.editorial.reports.models import Report
from app.editorial.upkeep.models import SourceCheck
from app.knowledge.models import Revision
from tests.database.consultations import make_consultations
from tests.database.partners import make_partners
from tests.database.watches import make_watches
from tests.database.webhooks import make_webhooks


def make_staff(connection: Connection, at: datetime, in_review: int) -> None:
    """One row at least in every table of people, of reviews and of the trail. `ann` is person 1."""
    ann = {"key": 1, "name": "ann", "role": "admin", "active": True, "failed_attempts": 0, "created_at": at}
    connection.execute(insert(PersonRow).values(**ann, password_hash="a hash"))
    ending = {"expires_at": at + timedelta(minutes=15)}
    token = {"digest": "a digest", "kind": "access", "family": "one", "person_key": 1, "issued_at": at}
    connection.execute(insert(StaffToken).values(**token, **ending, signed_in_at=at))
    under_way = {"state_digest": "s", "browser_digest": "b", "nonce": "n", "verifier": "v"}
    connection.execute(insert(OidcSignIn).values(**under_way, **ending))
    answered = {"person": "ann", "route": "POST /", "key": "k", "body_sha256": "d", "status": 201, "headers": "{}"}
    connection.execute(insert(IdempotencyKey).values(**answered, body="{}", created_at=at))
    for name in ("ann", "bob", "eve"):
        act = Act(Actor("command line", ActorKind.command), Action.person_created, "person", name, reason="a test")
        append(connection, act, at=at)
    connection.execute(insert(RevisionReview).values(revision_key=in_review, submitted_by="ann", submitted_at=at))
    connection.execute(insert(Comment).values(revision_key=in_review, person="bob", at=at, text="Which page?"))
    record_key = connection.scalar(select(Revision.record_key).where(Revision.key == in_review))
    leaving = {"kind": "withdrawal", "record_key": record_key, "reason": "It was wrong.", "state": "proposed"}
    connection.execute(insert(Removal).values(**leaving, proposed_by="ann", proposed_at=at))
    said = {
        "receipt_sha256": "a hash",
        "record_key": record_key,
        "edition": 1,
        "what": "The fee is 9",
        "language": "en",
    }
    link = {"detail": "Since May", "source_url": "https://xx.example/fees"}
    connection.execute(insert(Report).values(**said, **link, at=at, state="open"))
    seen = {
        "record_key": record_key,
        "url": "https://xx.example/",
        "verdict": "ok",
        "status": 200,
        "detail": "It is there.",
    }
    connection.execute(insert(SourceCheck).values(**seen, at=at, actor="ann", sha256="a hash", bytes=5))
    make_partners(connection, at)
    make_webhooks(connection, at)
    make_watches(connection, at)
    make_consultations(connection, at)
