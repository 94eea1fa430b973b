"""What every answer of the dashboard carries, and who may ask when Airflow is not there to decide.

In      requests
Out     the same answers with a strict policy; 401 without the token, 421 under a name that is not this machine's
Errors  none: a refusal is an answer
"""

from __future__ import annotations

import secrets
from collections.abc import MutableMapping
from typing import Annotated, Any

from fastapi import Cookie, Header, HTTPException
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
COOKIE = "sitrep_token"


class SecureHeaders:
    """Set our headers on every answer, refusals and errors included."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and add to what comes back."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=_raw_headers(message))
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _raw_headers(message: MutableMapping[str, Any]) -> list[tuple[bytes, bytes]]:
    raw: list[tuple[bytes, bytes]] = message.setdefault("headers", [])
    return raw


class RequireToken:
    """A dependency: the token as cookie or as bearer, and a Host that is this machine (no name rebound to it)."""

    def __init__(self, token: str) -> None:
        """Keep the one token of this run."""
        self._token = token

    def __call__(
        self,
        host: Annotated[str, Header(include_in_schema=False)] = "",
        sitrep_token: Annotated[str, Cookie(include_in_schema=False)] = "",
        authorization: Annotated[str, Header(include_in_schema=False)] = "",
    ) -> None:
        """Refuse whoever does not know the token."""
        if host.rsplit(":", 1)[0] not in {"127.0.0.1", "localhost"}:
            raise HTTPException(421, "ask for 127.0.0.1")
        offered = sitrep_token or authorization.removeprefix("Bearer ")
        if not secrets.compare_digest(offered.encode("utf-8", "replace"), self._token.encode()):
            raise HTTPException(401, "open the address that `sitrep serve` printed")
