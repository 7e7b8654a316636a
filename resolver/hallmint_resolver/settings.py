"""Settings: the only module that reads the environment. Each field is `HALLMINT_<NAME>`; `DATABASE_URL` is read too."""

import os
import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Listed = Annotated[tuple[str, ...], NoDecode]
"""Separated by commas in the environment."""

_CODE_KEY = re.compile(r"^HALLMINT_CODE_KEY_[1-9][0-9]{0,8}$")
_ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[1-9][0-9]{0,4})?")
_DATABASE_URLS = ("HALLMINT_RESOLVER_DATABASE_URL", "HALLMINT_DATABASE_URL", "DATABASE_URL")


class SettingError(Exception):
    """A setting cannot be; the message is one line that names it."""


class Settings(BaseSettings):
    """What an operator can set. Times are in seconds."""

    model_config = SettingsConfigDict(env_prefix="HALLMINT_", frozen=True, extra="ignore", populate_by_name=True)

    database_url: SecretStr = Field(
        ...,
        validation_alias=AliasChoices(*_DATABASE_URLS),
        description="PostgreSQL of the server, as a postgresql:// URL of a role that may take hallmint_resolver on.",
    )
    telemetry_database_url: SecretStr | None = Field(None, description="Where scans go; default: the same database.")
    resolver_address: str = Field("127.0.0.1", description="Address that the resolver listens on.")
    resolver_port: int = Field(7680, ge=0, le=65535, description="Its port; 0 picks a free one.")
    resolver_processes: int = Field(1, ge=1, le=64, description="Processes that share the port.")
    resolver_metrics_address: str = Field("127.0.0.1", description="Address that /metrics listens on.")
    resolver_metrics_port: int = Field(
        0, ge=0, le=65535, description="Port of /metrics, the first of as many as there are processes; 0 turns it off."
    )
    resolver_keys: Path = Field(
        Path(".hallmint/resolver-keys"),
        description="Folder of derived code keys, as `hallmint-server keys export` wrote it.",
    )
    resolver_pool_max: int = Field(5, ge=4, le=50, description="Most database connections of one process.")
    resolver_hosts: Listed = Field((), description="Hosts beside those of the brands' base URLs, as host or host:port.")
    resolver_frame_ancestors: Listed = Field(
        (), description="Origins whose pages may show previews in a frame: a console's, as in https://mint.example.com."
    )
    trusted_proxies: Listed = Field((), description="Networks whose X-Forwarded-For is believed, as in 10.0.0.0/8.")
    rate_per_prefix: int = Field(200, ge=0, description="Requests a second of one /24 or /40; 0 sets no limit.")
    geo_file: Literal["none"] | Path | None = Field(
        None, description="MMDB file of countries; default: the embedded one of DB-IP. `none`: a scan has no country."
    )
    spool: Path = Field(Path(".hallmint/spool"), description="Folder of scans that wait for their database.")
    spool_mib: int = Field(256, ge=1, description="Most that the spool holds; scans beyond it are dropped and counted.")
    log_level: str = Field("info", pattern="^(debug|info|warning|error)$", description="Least level that is logged.")

    @field_validator("resolver_hosts", "resolver_frame_ancestors", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("database_url", "telemetry_database_url")
    @classmethod
    def _check_database_url(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise ValueError("must be a postgresql:// URL")
        return value

    @field_validator("resolver_frame_ancestors")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        # They stand in a header, so nothing but an origin may be in one: no `*`, no second directive.
        if any(not _ORIGIN.fullmatch(origin) for origin in value):
            raise ValueError("each must be https or http, a lower-case host, perhaps a port and no path")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            ip_network(network)
        return value


def read() -> Settings:
    """Read the environment. Raises SettingError with every wrong value, or every name that does not exist."""
    try:
        found = Settings()
    except ValidationError as error:
        raise SettingError("; ".join(_words(str(each["loc"][0]), each["msg"]) for each in error.errors())) from None
    known = known_names()
    unknown = sorted(n for n in os.environ if n.startswith("HALLMINT_") and n not in known and not _CODE_KEY.match(n))
    if unknown:
        raise SettingError(f"there is no such setting: {', '.join(unknown)}")
    return found


def _words(field: str, message: str) -> str:
    name = f"HALLMINT_{field.upper()}"
    if field in _DATABASE_URLS:  # an error of this field has its first name, whichever was set
        name = next((each for each in _DATABASE_URLS if each in os.environ), field)
    return f"{name}: {message.removeprefix('Value error, ')}"


# Settings of the server, witnesses and the client: one environment may serve all. A test holds the server's against its own.
_ELSEWHERE = """
    BRAND CA CLIENT_CERTIFICATE CLIENT_KEY CREDENTIAL CREDENTIAL_FILE LOG_KEY SERVER
    CONSOLE_ADDRESS CONSOLE_KEYS CONSOLE_PORT CONSOLE_RESOLVER_URL CONSOLE_URL
    CALL_SECONDS CONCURRENT_CALLS CONCURRENT_STREAMS CREDENTIAL_KEY CYCLE_UNITS DOWNLOAD_ADDRESS DOWNLOAD_PORT
    DOWNLOAD_URL EXPORT_S3_ENDPOINT EXPORT_S3_KEY EXPORT_S3_KEY_ID EXPORT_S3_REGION EXPORT_STORAGE FAILPOINTS
    GRPC_ADDRESS GRPC_PORT HEARTBEAT_SECONDS HOME KEYS LEASE_SECONDS LOG_NAME LOG_POLICY METRICS_ADDRESS METRICS_PORT PLAINTEXT
    POOL_MAX POSTGRES_PORT REFLECTION RESOLVER_BASE_URL RETRY_SECONDS SCAN_RETENTION_DAYS TLS_CERTIFICATE TLS_CLIENT_CA TLS_KEY
    WITNESS_FOLDER WITNESS_LISTEN WITNESS_LOGS WITNESS_NAME
"""


def known_names() -> set[str]:
    """Names that the environment may have, ours and those of programs beside us, without the versions of code keys."""
    return {f"HALLMINT_{name.upper()}" for name in (*Settings.model_fields, *_ELSEWHERE.split())} | {_DATABASE_URLS[0]}
