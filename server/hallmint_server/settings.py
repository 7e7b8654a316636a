"""Settings: the only module that reads the environment. Each field is `HALLMINT_<NAME>`; `DATABASE_URL` is read too."""

import os
import re
from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_CODE_KEY = re.compile(r"^HALLMINT_CODE_KEY_([1-9][0-9]{0,8})$")
_BASE_URL = re.compile(
    r"^https://(?=.{1,253}(?::|$))[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:(?P<port>[1-9][0-9]{0,4}))?$"
)
_ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[1-9][0-9]{0,4})?")
_S3_URL = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,8}/?")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""Addresses that only this machine reaches."""


def is_base_url(text: str) -> bool:
    """Whether `text` is a resolver base URL: https, lower-case host, optional port, no path, no trailing slash."""
    found = _BASE_URL.fullmatch(text)
    return found is not None and int(found["port"] or 443) < 1 << 16


def is_origin(text: str) -> bool:
    """Whether `text` is an http or https URL of a lower-case host, a port perhaps, and nothing more."""
    return _ORIGIN.fullmatch(text) is not None


class Settings(BaseSettings):
    """What an operator can set. Times are in seconds."""

    model_config = SettingsConfigDict(env_prefix="HALLMINT_", frozen=True, extra="ignore", populate_by_name=True)

    home: Path = Field(Path(".hallmint"), description="Folder of keys and of the embedded PostgreSQL.")
    database_url: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("HALLMINT_DATABASE_URL", "DATABASE_URL"),
        description="PostgreSQL 15 or later, as a postgresql:// URL; without one, `dev` starts an embedded server.",
    )
    telemetry_database_url: SecretStr | None = Field(None, description="Where scans are; default: the same database.")
    scan_retention_days: int = Field(
        180, ge=1, le=760, description="Whole days that scans are kept, at most 25 months."
    )
    postgres_port: int = Field(0, ge=0, le=65535, description="Port of the embedded PostgreSQL; 0 picks a free one.")
    grpc_address: str = Field("127.0.0.1", description="Address that the gRPC server listens on.")
    grpc_port: int = Field(7601, ge=0, le=65535, description="Port of the gRPC server; 0 picks a free one.")
    reflection: bool = Field(False, description="Whether the gRPC server offers reflection.")
    tls_certificate: Path | None = Field(None, description="PEM file of the server's certificate chain: turns TLS on.")
    tls_key: Path | None = Field(None, description="PEM file of its private key, mode 0600.")
    tls_client_ca: Path | None = Field(None, description="PEM file of the CA that clients' certificates must be of.")
    plaintext: bool = Field(
        False, description="Whether other machines may connect without TLS: behind a mesh that encrypts."
    )
    call_seconds: float = Field(60, ge=1, le=600, description="Most that a call may take, whatever its deadline.")
    concurrent_calls: int = Field(200, ge=1, description="Calls at once; more are refused.")
    concurrent_streams: int = Field(500, ge=1, description="Watches and imports at once; more are refused.")
    metrics_address: str = Field("127.0.0.1", description="Address that /metrics listens on.")
    metrics_port: int = Field(0, ge=0, le=65535, description="Port of /metrics; 0 turns it off.")
    credential_key: SecretStr | None = Field(
        None, description="What credentials are hashed with; default: a file beside the code keys."
    )
    export_storage: str | None = Field(
        None, description="Where packs lie: a folder or s3://bucket/prefix; default: `exports` inside the home folder."
    )
    export_s3_endpoint: str | None = Field(None, description="URL of an S3-compatible server; default: AWS.")
    export_s3_region: str = Field("us-east-1", description="Region of the bucket.")
    export_s3_key_id: SecretStr | None = Field(
        None, description="Access key of the bucket; default: what AWS_ variables or the machine's role give."
    )
    export_s3_key: SecretStr | None = Field(None, description="Secret of that access key.")
    download_address: str = Field("127.0.0.1", description="Address that downloads of packs are served on.")
    download_port: int = Field(7602, ge=0, le=65535, description="Port of downloads; 0 picks a free one.")
    download_url: str | None = Field(
        None, description="How links to packs begin, as in https://packs.example.com; default: address and port."
    )
    keys: Path | None = Field(None, description="Folder of the code keys; default: `keys` inside the home folder.")
    resolver_base_url: str = Field("https://id.hallmint.example", description="Default for new brands.")
    log_name: str | None = Field(
        None,
        pattern=r"^[A-Za-z0-9._~/:-]{1,100}$",
        description="Name of the public log, as in example.com/log; default: that of its key file.",
    )
    log_policy: Path | None = Field(
        None, description="File of the log's policy (C2SP tlog-policy): its witnesses, and how many must cosign."
    )
    pool_max: int = Field(10, ge=2, le=200, description="Most database connections of the gRPC server.")
    lease_seconds: float = Field(12, ge=0.2, le=600, description="A worker silent for so long loses its job.")
    cycle_units: int = Field(20_000, ge=1, le=20_000, description="Units in a processing cycle.")
    retry_seconds: float = Field(1, ge=0.01, le=60, description="Pause before the first retry of a job; it doubles.")
    heartbeat_seconds: float = Field(10, ge=0.1, le=600, description="Silence after which a watch sends a heartbeat.")
    failpoints: str = Field("", description="For tests: `name=action[@nth]`, separated by commas.")
    log_level: str = Field("info", pattern="^(debug|info|warning|error)$", description="Least level that is logged.")
    code_keys: dict[int, SecretStr] = Field(default_factory=dict, description="From HALLMINT_CODE_KEY_<version>.")

    @field_validator("resolver_base_url")
    @classmethod
    def _check_base_url(cls, value: str) -> str:
        if not is_base_url(value):
            raise ValueError("must be https, a lower-case host and no path, as in https://id.example.com")
        return value

    @field_validator("export_storage")
    @classmethod
    def _check_export_storage(cls, value: str | None) -> str | None:
        if value is not None and not (_S3_URL.fullmatch(value) or (value and "://" not in value)):
            raise ValueError("must be a folder, or s3://bucket or s3://bucket/prefix")
        return value

    @field_validator("export_s3_endpoint", "download_url")
    @classmethod
    def _check_origin(cls, value: str | None) -> str | None:
        if value is not None and not is_origin(value):
            raise ValueError("must be https or http, a lower-case host, perhaps a port and no path")
        return value

    @field_validator("database_url", "telemetry_database_url")
    @classmethod
    def _check_database_url(cls, value: SecretStr | None) -> SecretStr | None:
        text = value.get_secret_value() if value else ""
        if value is not None and not text.startswith(("postgresql://", "postgres://")):
            raise ValueError("must be a postgresql:// URL")
        return value

    @property
    def keys_folder(self) -> Path:
        """Where code key files lie."""
        return self.keys or self.home / "keys"

    @property
    def exports_folder(self) -> Path | None:
        """Where packs lie; None where they go to S3."""
        if self.export_storage is None:
            return self.home / "exports"
        return None if self.export_storage.startswith("s3://") else Path(self.export_storage)

    def dsn(self) -> str:
        """The database's URL. ValueError where none is set."""
        if self.database_url is None:
            raise ValueError(
                "HALLMINT_DATABASE_URL is not set; `hallmint-server dev` needs none, every other command does"
            )
        return self.database_url.get_secret_value()

    def telemetry_dsn(self) -> str:
        """The URL of the database that holds scans. ValueError where none is set."""
        return self.telemetry_database_url.get_secret_value() if self.telemetry_database_url else self.dsn()


def read() -> Settings:
    """Read the environment. Raises pydantic.ValidationError (a ValueError) with every wrong field."""
    keys = {int(m[1]): value for name, value in os.environ.items() if (m := _CODE_KEY.match(name))}
    return Settings.model_validate({**_fields(), "code_keys": keys})


def faults(error: ValidationError) -> str:
    """Every wrong setting by its name, in one line without any value."""
    return "; ".join(_fault(e["loc"], e["msg"]) for e in error.errors())


def _fault(where: tuple[int | str, ...], message: str) -> str:
    # An alias is named in full; a rule over several settings has no name, and names them in its message.
    name = str(where[0]).upper() if where else ""
    name = name if not name or name.startswith("HALLMINT_") or name == "DATABASE_URL" else f"HALLMINT_{name}"
    return f"{name}: {message}".removeprefix(": ").replace("Value error, ", "")


def _fields() -> dict[str, object]:
    # BaseSettings() itself reads the environment; going through model_validate keeps one place that merges the keys.
    return {name: value for name, value in Settings(code_keys={}).model_dump().items() if name != "code_keys"}


# Settings of the resolver, witnesses and the client: one environment may serve all. A test holds the resolver's against its own.
_ELSEWHERE = """
    BRAND CA CLIENT_CERTIFICATE CLIENT_KEY CREDENTIAL CREDENTIAL_FILE LOG_KEY SERVER
    CONSOLE_ADDRESS CONSOLE_KEYS CONSOLE_PORT CONSOLE_RESOLVER_URL CONSOLE_URL
    GEO_FILE RATE_PER_PREFIX RESOLVER_ADDRESS RESOLVER_DATABASE_URL RESOLVER_FRAME_ANCESTORS RESOLVER_HOSTS RESOLVER_KEYS
    RESOLVER_METRICS_ADDRESS RESOLVER_METRICS_PORT RESOLVER_POOL_MAX RESOLVER_PORT RESOLVER_PROCESSES SPOOL SPOOL_MIB
    TRUSTED_PROXIES
    WITNESS_FOLDER WITNESS_LISTEN WITNESS_LOGS WITNESS_NAME
"""


def known_names() -> set[str]:
    """Names that the environment may have, ours and those of programs beside us, without the versions of code keys."""
    return {f"HALLMINT_{name.upper()}" for name in (*Settings.model_fields, *_ELSEWHERE.split()) if name != "code_keys"}


def unknown_names() -> list[str]:
    """Names in the environment that look like ours and are none: a typing error would otherwise be silent."""
    known = known_names()
    return sorted(n for n in os.environ if n.startswith("HALLMINT_") and n not in known and not _CODE_KEY.match(n))


def refuse_unknown_names() -> None:
    """Raises ValueError where the environment has a name that is none."""
    if unknown := unknown_names():
        raise ValueError(f"there is no such setting: {', '.join(unknown)}")


def child_environment(**changes: str) -> dict[str, str]:
    """The environment for a program that `dev` starts: this one, with changes."""
    return {**os.environ, **changes}
