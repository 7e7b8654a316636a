"""Opening and closing a client."""

from types import TracebackType
from typing import Self

import grpc

from hallmint_client.policy import Policy
from hallmint_client.transport import Transport

DEFAULT_ADDRESS = "127.0.0.1:7601"


class Connection:
    """What the client is told, and its transport while it is open."""

    def __init__(
        self,
        address: str = DEFAULT_ADDRESS,
        *,
        brand: str | None = None,
        policy: Policy | None = None,
        credentials: grpc.ChannelCredentials | None = None,
    ) -> None:
        """Take `host:port`, the acting brand (id or slug), and TLS credentials (without them: plaintext).

        ValueError where the brand has characters that no id and no slug has.
        """
        if brand is not None and not (brand.isascii() and brand.replace("-", "").isalnum()):
            raise ValueError("a brand is named by its id or slug: letters, digits and hyphens")
        self._address = address
        self._brand = brand
        self._policy = policy or Policy()
        self._credentials = credentials
        self._open: Transport | None = None

    async def __aenter__(self) -> Self:
        self._open = Transport(self._address, brand=self._brand, policy=self._policy, credentials=self._credentials)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        transport, self._open = self._transport, None
        await transport.close()

    @property
    def _transport(self) -> Transport:
        if self._open is None:
            raise RuntimeError("the client is not open: use `async with Client(...) as client`")
        return self._open
