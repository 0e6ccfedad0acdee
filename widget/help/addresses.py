"""Where everything of a help centre stands: `/help/<project>/`, with the language before what is not in the first one."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.conf import settings

from accounts.models import Project
from widget.help.models import Centre


def own_host() -> str:
    """What customers write stands on the visitors' origin, where nobody of the team is signed in."""
    return urlsplit(settings.WIDGET_URL).netloc


@dataclass(frozen=True)
class Addresses:
    """Of one centre, in one language. Absolute ones, because machines read them too."""

    project: Project
    centre: Centre
    language: str

    @property
    def root(self) -> str:
        return f"{settings.WIDGET_URL}/help/{self.project.slug}/"

    @property
    def home(self) -> str:
        return self.home_in(self.language)

    def home_in(self, language: str) -> str:
        return self.root if language == self.centre.languages[0] else f"{self.root}{language}/"

    def article(self, slug: str, language: str | None = None) -> str:
        return f"{self.home_in(language or self.language)}{slug}/"

    def topic(self, slug: str, language: str | None = None) -> str:
        return f"{self.home_in(language or self.language)}topics/{slug}/"

    def search(self, question: str = "") -> str:
        return f"{self.home}search/" + (f"?q={quote(question)}" if question else "")

    @property
    def chat(self) -> str:
        """A person answers there."""
        return f"{settings.WIDGET_URL}/w/{self.project.key}/?lang={self.language}"

    @property
    def site(self) -> str:
        """The project's own site, where it has one with a name."""
        website = self.project.website
        return f"https://{website}/" if "." in website and not website[0].isdigit() else ""
