"""The last checkpoint of the public log, for a page that somebody waits for."""

from hallmint.v1 import verification_service_pb2
from hallmint_client import Client, HallmintError

_NONE = "LOG_NOT_READY"


async def last_checkpoint(client: Client) -> verification_service_pb2.GetCheckpointResponse | None:
    """The checkpoint; None before the first one. That there is none is not asked again and again, which would take 10 s: it
    may stay so for long. Raises HallmintError.
    """
    try:
        return await client.get_checkpoint(once=True)
    except HallmintError as error:
        if error.reason == _NONE:
            return None
    return await client.get_checkpoint()
