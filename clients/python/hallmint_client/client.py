"""The client of Hallmint's gRPC API."""

from hallmint_client.audit import AuditCalls
from hallmint_client.brand import BrandCalls
from hallmint_client.carrier_profile import CarrierProfileCalls
from hallmint_client.catalog import CatalogCalls
from hallmint_client.content import ContentCalls
from hallmint_client.credential import CredentialCalls
from hallmint_client.export import ExportCalls
from hallmint_client.link import LinkCalls
from hallmint_client.member import MemberCalls
from hallmint_client.minting import MintingCalls
from hallmint_client.production import ProductionCalls
from hallmint_client.scan import ScanCalls
from hallmint_client.session import SessionCalls
from hallmint_client.verification import VerificationCalls


class Client(
    MintingCalls,
    CatalogCalls,
    ContentCalls,
    ProductionCalls,
    LinkCalls,
    ExportCalls,
    CarrierProfileCalls,
    BrandCalls,
    MemberCalls,
    CredentialCalls,
    SessionCalls,
    AuditCalls,
    ScanCalls,
    VerificationCalls,
):
    """A connection to one Hallmint server, for one caller: `async with Client(credential="hm_live_...") as client: ...`.

    Every method sends the messages of `hallmint.v1` and gives them back as they are. A call fails with HallmintError
    and nothing else. Calls are tried again on UNAVAILABLE, and where the server is busy and says when to come back, within
    the policy (by default 5 tries, 30 s in all, honouring the server's RetryInfo). That is safe for those that create
    something too: they carry a `request_id`, made once a call, and the server carries a request_id out once. To repeat such
    a call yourself, pass the `request_id` of the error. The few that could do harm twice say that they are never sent twice.

    A brand is named only by a person who is a member of several. The connection is made with the first call, and made again
    when it breaks. One client serves any number of tasks of one event loop at once. The credential is in no error and no
    `repr`.
    """
