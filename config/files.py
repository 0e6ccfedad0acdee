"""Settings of the files that people send: where they lie, where they are served, and which origins browsers speak to for them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from config.env import Env

__all__ = [
    "FILES_BUCKET",
    "FILES_DIR",
    "FILES_ENCRYPTION",
    "FILES_ENDPOINT",
    "FILES_KMS_KEY",
    "FILES_PART_BYTES",
    "FILES_PLACES",
    "FILES_SCANNER",
    "FILES_URL",
]

env = Env()
_production = env.text("PARLEY_ENV", "production") == "production"
_var = env.text("PARLEY_VAR_DIR", str(Path(__file__).resolve().parent.parent / "var"))
_pages = env.origin("PARLEY_URL", "http://localhost:8000" if not _production else None)

# In a bucket where one is named, else, on one's own machine, in a folder. Neither: no files are taken.
FILES_BUCKET = env.text("PARLEY_FILES_BUCKET", "")
FILES_ENDPOINT = env.text("PARLEY_FILES_ENDPOINT", "")
FILES_DIR = env.text("PARLEY_FILES_DIR", "" if _production else f"{_var}/files")
# How they are encrypted where they lie; when empty the store's own settings decide.
FILES_ENCRYPTION = env.choice("PARLEY_FILES_ENCRYPTION", ("", "AES256", "aws:kms"), "")
FILES_KMS_KEY = env.text("PARLEY_FILES_KMS_KEY", "")
# A clamd, as host:port or /a/socket. Without one nobody looks for malware.
FILES_SCANNER = env.text("PARLEY_FILES_SCANNER", "")
# An origin of its own, without sessions. On one's own machine its other name is one.
FILES_URL = env.origin("PARLEY_FILES_URL", _pages if _production else _pages.replace("//localhost", "//127.0.0.1"))
FILES_PART_BYTES = 1024 * 1024  # what a broken line costs at most


def _places() -> list[str]:
    """The files' origin, and the store's where browsers put files into a bucket: the pages' policies name these and no others."""
    if not FILES_BUCKET:
        return [FILES_URL]
    if FILES_ENDPOINT:
        parts = urlsplit(FILES_ENDPOINT)
        return [FILES_URL, f"{parts.scheme}://{parts.netloc}"]
    region = env.text("AWS_REGION", env.text("AWS_DEFAULT_REGION", "us-east-1"))
    # boto3 names the bucket's host with the region, and without it in the oldest one.
    return [FILES_URL, *(f"https://{FILES_BUCKET}.s3{part}.amazonaws.com" for part in ("", f".{region}"))]


FILES_PLACES = _places()
