"""Settings: the only module that reads the environment. Each field is `HALLMINT_<NAME>`."""

import os
import re
from functools import cached_property
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from hallmint_console.sender import Network

_CODE_KEY = re.compile(r"HALLMINT_CODE_KEY_[1-9][0-9]{0,8}")
_ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[1-9][0-9]{0,4})?")


class SettingError(Exception):
    """A setting cannot be; the message is one line that names it."""


class Settings(BaseSettings):
    """What an operator can set. Times are in seconds."""

    model_config = SettingsConfigDict(env_prefix="HALLMINT_", frozen=True, extra="ignore")

    server: str = Field("127.0.0.1:7601", description="host:port of the gRPC server.")
    ca: Path | None = Field(None, description="PEM file of who may vouch for the gRPC server: turns TLS on.")
    client_certificate: Path | None = Field(
        None, description="PEM file of who the console is, where the gRPC server asks for it (mutual TLS)."
    )
    client_key: Path | None = Field(None, description="PEM file of its key, unencrypted.")
    console_address: str = Field("127.0.0.1", description="Address that the console listens on.")
    console_port: int = Field(7603, ge=0, le=65535, description="Its port; 0 picks a free one.")
    console_url: str | None = Field(
        None, description="How browsers reach it, as in https://mint.example.com; https makes its cookies Secure."
    )
    console_resolver_url: str | None = Field(
        None, description="Where previews of passports are shown from; default: as the brand's base URL says."
    )
    console_keys: Path = Field(
        Path(".hallmint/console"), description="Folder of the key that signs cookies, made on the first start."
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Networks whose X-Forwarded-For is believed, as in 10.0.0.0/8, separated by commas."
    )
    log_level: str = Field("info", pattern="^(debug|info|warning|error)$", description="Least level that is logged.")

    @field_validator("console_address")
    @classmethod
    def _check_address(cls, value: str) -> str:
        ip_address(value)
        return value

    @field_validator("console_url", "console_resolver_url")
    @classmethod
    def _check_origin(cls, value: str | None) -> str | None:
        if value is not None and not _ORIGIN.fullmatch(value):
            raise ValueError("must be https or http, a lower-case host, perhaps a port and no path")
        return value

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("trusted_proxies")
    @classmethod
    def _check_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            ip_network(network)
        return value

    @cached_property
    def proxies(self) -> tuple[Network, ...]:
        """`trusted_proxies`, read."""
        return tuple(ip_network(network) for network in self.trusted_proxies)

    @property
    def is_secure(self) -> bool:
        """Whether browsers come by https."""
        return (self.console_url or "").startswith("https://")


def read() -> Settings:
    """Read the environment. Raises SettingError with every wrong value, with every name that does not exist, and where sessions
    could be read on the way.
    """
    try:
        found = Settings()
    except ValidationError as error:
        words = (
            f"HALLMINT_{str(each['loc'][0]).upper()}: {each['msg'].removeprefix('Value error, ')}"
            for each in error.errors()
        )
        raise SettingError("; ".join(words)) from None
    known = known_names()
    unknown = sorted(
        name
        for name in os.environ
        if name.startswith("HALLMINT_") and name not in known and not _CODE_KEY.fullmatch(name)
    )
    if unknown:
        raise SettingError(f"there is no such setting: {', '.join(unknown)}")
    if not (ip_address(found.console_address).is_loopback or found.is_secure):
        raise SettingError(
            "HALLMINT_CONSOLE_ADDRESS: other machines reach it, and sessions must not go over plain HTTP: put a proxy with TLS "
            "before it, and tell its address in HALLMINT_CONSOLE_URL, as in https://mint.example.com"
        )
    return found


# Settings of the server, the resolver, witnesses and the client: one environment may serve all. A test holds the server's against
# its own.
_ELSEWHERE = """
    BRAND CREDENTIAL CREDENTIAL_FILE LOG_KEY
    CALL_SECONDS CONCURRENT_CALLS CONCURRENT_STREAMS CREDENTIAL_KEY CYCLE_UNITS DATABASE_URL DOWNLOAD_ADDRESS DOWNLOAD_PORT
    DOWNLOAD_URL EXPORT_S3_ENDPOINT EXPORT_S3_KEY EXPORT_S3_KEY_ID EXPORT_S3_REGION EXPORT_STORAGE FAILPOINTS
    GRPC_ADDRESS GRPC_PORT HEARTBEAT_SECONDS HOME KEYS LEASE_SECONDS LOG_NAME LOG_POLICY METRICS_ADDRESS METRICS_PORT PLAINTEXT
    POOL_MAX POSTGRES_PORT REFLECTION RESOLVER_BASE_URL RETRY_SECONDS SCAN_RETENTION_DAYS TELEMETRY_DATABASE_URL TLS_CERTIFICATE
    TLS_CLIENT_CA TLS_KEY
    GEO_FILE RATE_PER_PREFIX RESOLVER_ADDRESS RESOLVER_DATABASE_URL RESOLVER_FRAME_ANCESTORS RESOLVER_HOSTS RESOLVER_KEYS
    RESOLVER_METRICS_ADDRESS RESOLVER_METRICS_PORT RESOLVER_POOL_MAX RESOLVER_PORT RESOLVER_PROCESSES SPOOL SPOOL_MIB
    WITNESS_FOLDER WITNESS_LISTEN WITNESS_LOGS WITNESS_NAME
"""


def known_names() -> set[str]:
    """Names that the environment may have, ours and those of programs beside us, without the versions of code keys."""
    return {f"HALLMINT_{name.upper()}" for name in (*Settings.model_fields, *_ELSEWHERE.split())}
