"""Serve the dashboard without Airflow: on 127.0.0.1 only, to whoever has the token of this run.

In      Settings and a port; 0 takes a free one
Out     an address with a token on standard output, then answers until Ctrl-C
Errors  SettingsError where the port is taken
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from urllib.parse import urlencode

import uvicorn
from fastapi import Depends, FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.middleware.base import RequestResponseEndpoint

from sitrep.dashboard.app import make_app
from sitrep.dashboard.security import COOKIE, RequireToken
from sitrep.errors import SettingsError
from sitrep.settings import Settings


def serve_dashboard(settings: Settings, *, port: int = 8088, announce: Callable[[str], None] = print) -> None:
    """Serve until interrupted; `announce` is told the address once it answers."""
    token = secrets.token_urlsafe(24)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        # From here on whoever follows the address waits instead of being refused.
        listener.listen(128)
    except OSError as exc:
        listener.close()
        raise SettingsError(
            f"cannot be listened on ({exc.strerror}); choose another --port", subject=f"port {port}"
        ) from exc
    config = uvicorn.Config(make_token_app(settings, token), log_level="warning", server_header=False)
    announce(f"http://127.0.0.1:{listener.getsockname()[1]}/?token={token}")
    uvicorn.Server(config).run(sockets=[listener])


def make_token_app(settings: Settings, token: str) -> FastAPI:
    """The app behind one token: in the address once, in a cookie that no script can read from then on."""
    app = make_app(settings, [Depends(RequireToken(token))], has_docs=True)

    @app.middleware("http")
    async def trade_token(request: Request, call_next: RequestResponseEndpoint) -> Response:
        offered = request.query_params.get("token")
        if offered is None or request.url.path != "/":
            return await call_next(request)
        # The token leaves the address, so that it stays out of histories and of links that people copy.
        rest = urlencode([(key, value) for key, value in request.query_params.multi_items() if key != "token"])
        answer = RedirectResponse(f"/?{rest}" if rest else "/", status_code=303, headers={"Cache-Control": "no-store"})
        if secrets.compare_digest(offered.encode("utf-8", "replace"), token.encode()):
            answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/")
        return answer

    return app
