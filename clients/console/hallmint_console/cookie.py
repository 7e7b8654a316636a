"""Cookies and form tokens. The session's cookie holds a session token of the API and nothing else, signed."""

import hmac
import secrets

from aiohttp import web
from itsdangerous import BadSignature, Signer

SESSION = "hallmint_session"
BRAND = "hallmint_brand"  # the slug that was chosen: no secret, and the API checks it with each call
VISIT = "hallmint_visit"  # what ties the form of signing in to a browser that has no session yet
_SECONDS = 12 * 3600  # a session of the API lasts no longer
_LONGEST = 500


class Cookies:
    """Reads and writes the cookies of one console."""

    def __init__(self, key: bytes, *, is_secure: bool) -> None:
        self._key = key
        self._is_secure = is_secure
        self._prefix = "__Host-" if is_secure else ""

    def read(self, request: web.Request, name: str) -> str:
        """What a cookie holds; empty where it is not there, too long, or was not signed here under this name."""
        text = request.cookies.get(self._prefix + name, "")
        if not text or len(text) > _LONGEST or not text.isascii():
            return ""
        try:
            return self._signer(name).unsign(text).decode()
        except BadSignature:
            return ""

    def write(self, response: web.StreamResponse, name: str, value: str) -> None:
        """Set a cookie: HttpOnly, SameSite=Lax (a link in a mail leads to the page, a form elsewhere to nothing), and Secure
        where browsers come by https.
        """
        response.set_cookie(
            self._prefix + name,
            self._signer(name).sign(value).decode(),
            max_age=_SECONDS,
            httponly=True,
            secure=self._is_secure,
            samesite="Lax",
            path="/",
        )

    def clear(self, response: web.StreamResponse, *names: str) -> None:
        """Take cookies back."""
        for name in names:
            response.del_cookie(self._prefix + name, path="/", secure=self._is_secure, httponly=True, samesite="Lax")

    def form_token(self, owner: str) -> str:
        """What a form must bring to be believed: a code over the session token, or over the cookie of the visit."""
        return hmac.digest(self._key, b"form\n" + owner.encode(), "sha256").hex()

    def is_form_token(self, owner: str, token: str) -> bool:
        """Whether a form came from a page of this console that was made for the same person."""
        return bool(owner) and hmac.compare_digest(self.form_token(owner), token.encode("ascii", "replace").decode())

    def _signer(self, name: str) -> Signer:
        return Signer(self._key, salt=f"hallmint/console/{name}", digest_method="sha256", key_derivation="hmac")


def new_visit() -> str:
    """A value that nobody can guess, for the cookie of a visit."""
    return secrets.token_urlsafe(24)
