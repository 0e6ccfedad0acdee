"""The script tag of a project: what a site owner pastes."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

import segno
from django.conf import settings
from django.utils.translation import gettext as _

from accounts.domains import LOOPBACK
from accounts.models import Project
from widget.views.loader import pinned_hash, pinned_integrity

NEW_PARAGRAPH = "\r\n\r\n"


@dataclass(frozen=True)
class Tag:
    """The tag in the forms that the pages show; `alone` is the chat as a page of its own."""

    src: str
    host: str
    site: str
    website: str
    alone: str
    key: str
    pinned_src: str
    integrity: str

    @property
    def html(self) -> str:
        return f'<script src="{self.src}" async></script>'

    @property
    def qr(self) -> str:
        """The chat page's address as a picture to scan: an SVG inside an address of its own."""
        return segno.make(self.alone, error="m").svg_data_uri(scale=4, border=2, light="#fff")

    @property
    def pinned(self) -> str:
        """The same, but for a script that never changes; the browser checks that it has not."""
        return (
            f'<script src="{self.pinned_src}"\n        integrity="{self.integrity}"\n        crossorigin="anonymous" '
            f'data-project="{self.key}" async></script>'
        )

    @property
    def mail(self) -> str:
        """A mailto: link that hands the tag to a developer."""
        subject = _("The chat for {site}").format(site=self.website)
        words = _("Paste this just before </body> on every page of {site}:").format(site=self.website)
        return f"mailto:?subject={quote(subject)}&body={quote(f'{words}{NEW_PARAGRAPH}{self.html}')}"


def tag_of(project: Project) -> Tag:
    """The project's tag."""
    return Tag(
        src=f"{settings.WIDGET_URL}/w/{project.key}.js",
        host=settings.WIDGET_URL,
        site=_site_of(project),
        website=project.website,
        alone=f"{settings.WIDGET_URL}/w/{project.key}/",
        key=project.key,
        pinned_src=f"{settings.WIDGET_URL}/w/v/{pinned_hash()}.js",
        integrity=pinned_integrity(),
    )


def _site_of(project: Project) -> str:
    """The site's address to open: https, but http where the project's own domain says so."""
    first = project.allowed_domains[0] if project.allowed_domains else project.website
    plain = first.startswith("http://") or project.website.partition(":")[0] in LOOPBACK
    return f"{'http' if plain else 'https'}://{project.website.removeprefix('*.')}/"
