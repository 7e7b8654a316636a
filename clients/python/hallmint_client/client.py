"""The client of Hallmint's gRPC API."""

from hallmint_client.catalog import CatalogCalls
from hallmint_client.minting import MintingCalls


class Client(MintingCalls, CatalogCalls):
    """A connection to one Hallmint server, for one brand: `async with Client(brand="nordlicht") as client: ...`.

    Every method sends the messages of `hallmint.v1` and gives them back as they are. A call fails with HallmintError
    and nothing else. Calls are tried again on UNAVAILABLE within the policy (by default 5 tries, 30 s in all, honouring
    the server's RetryInfo). That is safe for those that create something too: they carry a `request_id`, made once a
    call, and the server carries a request_id out once. To repeat such a call yourself, pass the `request_id` of the error.

    The connection is made with the first call, and made again when it breaks. One client serves any number of tasks of
    one event loop at once.
    """
