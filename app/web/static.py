"""Files that pages refer to, kept by browsers for ever because their address changes with them."""

import mimetypes

from starlette.responses import FileResponse, Response

from app.web.templates import STATIC, version

_FOR_EVER = "public, max-age=31536000, immutable"


def static_file(of: str, name: str) -> Response | None:
    """The file of that name; null where there is none. Only under today's version may it be kept."""
    if name not in {one.name for one in STATIC.iterdir()}:
        return None
    kept = _FOR_EVER if of == version() else "no-cache"
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileResponse(STATIC / name, media_type=media_type, headers={"Cache-Control": kept})
