"""The storage that the settings name."""

from hallmint_server.exporting.folder_storage import FolderStorage
from hallmint_server.exporting.s3_storage import S3Storage, bucket
from hallmint_server.exporting.storage import Storage, StorageError
from hallmint_server.settings import LOOPBACK, Settings


def open_storage(settings: Settings) -> Storage:
    """Open it; the caller closes it. A folder is made, and swept; no request goes to S3. ValueError names the setting that
    cannot be.
    """
    folder = settings.exports_folder
    if folder is not None:
        try:
            return FolderStorage(folder)
        except StorageError as error:
            raise ValueError(f"HALLMINT_EXPORT_STORAGE: {folder} cannot be used: {error}") from error
    key_id, secret = settings.export_s3_key_id, settings.export_s3_key
    if (key_id is None) != (secret is None):
        raise ValueError("HALLMINT_EXPORT_S3_KEY_ID and HALLMINT_EXPORT_S3_KEY go together; one of them is not set")
    endpoint = settings.export_s3_endpoint
    if endpoint is not None and endpoint.startswith("http://") and not settings.plaintext:
        host = endpoint.removeprefix("http://").partition(":")[0]
        if host not in LOOPBACK:
            raise ValueError(
                "HALLMINT_EXPORT_S3_ENDPOINT is http, and packs would cross the network readable: use https, or "
                "HALLMINT_PLAINTEXT=true where a service mesh encrypts"
            )
    return S3Storage(
        bucket(
            settings.export_storage or "",
            endpoint=endpoint,
            region=settings.export_s3_region,
            key_id=key_id.get_secret_value() if key_id else None,
            secret=secret.get_secret_value() if secret else None,
        )
    )
