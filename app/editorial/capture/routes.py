"""Forum capture, by API."""

from fastapi import APIRouter
from starlette.responses import Response

from app.access.dependencies import Editor
from app.access.work import Done, Work
from app.editorial.capture.capturing import capture
from app.editorial.capture.schemas import Capture, CaptureAnswer
from app.editorial.revisions.routes import RecordPath
from app.http.openapi import STAFF_RESPONSES

router = APIRouter(prefix="/v1/staff/events", tags=["staff: capture"], responses=STAFF_RESPONSES)


@router.post("/{event}/sessions/{session}/capture", response_model=CaptureAnswer, status_code=201)
def capture_session(desk: Editor, event: RecordPath, session: RecordPath, body: Capture) -> Response:
    """Write down what was said in a session: drafts of statements, and of entries that came of them, all or none."""

    def build(work: Work) -> Done:
        return Done(capture(work, event, session, body), status=201)

    return desk.write(build, create=body)
