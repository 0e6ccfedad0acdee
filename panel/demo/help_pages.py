"""Help centres from files: Parley's own from `docs/help/`, and the demo shop's with four weeks of readers."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from accounts.access import account_of, actors_of, projects_of
from accounts.actions.add_project import add_project
from accounts.actions.open_account import open_account
from accounts.actors import Actor
from accounts.errors import Conflict
from accounts.models import Project, User
from accounts.tenancy import tenant
from panel.demo.shops_help import ARTICLES, TOPICS
from widget.help.actions.add_article import add_article
from widget.help.actions.add_picture import add_picture
from widget.help.actions.edit_topics import add_topic
from widget.help.actions.publish_article import publish_article
from widget.help.actions.set_centre import set_centre
from widget.help.actions.write_article import write_article
from widget.help.models import Article, Category, Picture, Reading
from widget.help.pictures import SCHEME

OWN = Path(settings.BASE_DIR) / "docs" / "help"
OWNER = "help@parley.example"
# A picture stands alone on its line: ![words](pictures/name.webp)
PICTURE = re.compile(r"^(!\[[^\]\n]+\])\(pictures/([a-z-]+)\.webp\)\n*", re.MULTILINE)
# In the order in which they stand, with their icons.
OWN_TOPICS = {
    "Getting started": "book",
    "Talking with visitors": "chat",
    "Your account": "key",
    "Privacy and security": "shield",
    "For developers": "bag",
}


class Page(NamedTuple):
    """One file: what stands above the second `---`, and what below it."""

    slug: str
    title: str
    topic: str
    excerpt: str
    body: str


def pages(folder: Path = OWN) -> list[Page]:
    return [_page(file) for file in sorted(folder.glob("*.md"))]


def _page(file: Path) -> Page:
    _, head, body = file.read_text(encoding="utf-8").split("---\n", 2)
    said = {name: words.strip() for name, _colon, words in (line.partition(":") for line in head.splitlines())}
    return Page(file.stem, said["title"], said["topic"], said["excerpt"], body.strip())


def publish_pages(actor: Actor, project: Project) -> int:
    """Bring a project's help centre to what the files say; how many articles changed. Twice changes nothing."""
    with tenant(project):
        topics = {name: _topic(actor, project, name, icon) for name, icon in OWN_TOPICS.items()}
        return sum(_bring(actor, project, page, topics[page.topic]) for page in pages())


def _topic(actor: Actor, project: Project, name: str, icon: str) -> Category:
    return Category.objects.filter(names__en=name).first() or add_topic(actor, project, {"names": {"en": name}, "icon": icon})


def _bring(actor: Actor, project: Project, page: Page, topic: Category) -> bool:
    # What the panel's addresses are called in the files is the panel's own, wherever readers are.
    body = PICTURE.sub(lambda found: _shown(actor, project, found[1], found[2]), page.body.replace("](/", f"]({settings.PARLEY_URL}/"))
    words = {"title": page.title, "excerpt": page.excerpt, "body": body.strip()}
    found = Article.objects.filter(slug=page.slug).first()
    if found is None:
        text = add_article(actor, project, {**words, "slug": page.slug, "category": str(topic.public_id), "language": "en"})
    else:
        text = write_article(actor, project, found, "en", words)
    before = text.number
    return publish_article(actor, project, text.article, "en").number != before


def _shown(actor: Actor, project: Project, words: str, name: str) -> str:
    """A picture as the project's own, added once: what it is called says what it shows.

    One that is still to be drawn is left out, and all of them where there is no room for files.
    """
    file = OWN / "pictures" / f"{name}.webp"
    if not file.exists():
        return ""
    data = file.read_bytes()
    called = f"{name}-{sha256(data).hexdigest()[:12]}.webp"
    row = Picture.objects.filter(name=called).first()
    if row is None:
        try:
            row = add_picture(actor, project, file=BytesIO(data), size=len(data), name=called)
        except Conflict:
            return ""
    return f"{words}({SCHEME}{row.public_id})\n\n"


def set_up_own(*, slug: str) -> Project:
    """Parley's own help centre in the embedded run: a project like any other, of an account that nobody signs in to."""
    user = User.objects.filter(email=OWNER).first()
    if user is None:
        user = User.objects.create_user(OWNER, os.urandom(24).hex(), name="Parley")
        open_account(user, name="Parley")
    actor = actors_of(user)[0]
    project = next(iter(projects_of(actor)), None)
    if project is None:
        project = add_project(actor, account_of(actor), name="Parley", website="parley.example", color="#0F616F")
        with tenant(project):
            Project.objects.filter(pk=project.pk).update(slug=slug)
    publish_pages(actor, project)
    return project


def seed_help(actor: Actor, project: Project) -> None:
    """The demo shop's articles, and who has read them. Inside its tenant; twice makes no second copy."""
    if Article.objects.exists():
        return
    set_centre(actor, project, {"open": True, "languages": ["en", "fr"]})
    topics = {name: add_topic(actor, project, {"names": {"en": name, "fr": french}, "icon": icon}) for name, french, icon in TOPICS}
    today = timezone.now().date()
    for told in ARTICLES:
        draft = {"title": told.title, "excerpt": told.excerpt, "body": told.body, "category": str(topics[told.topic].public_id)}
        article = add_article(actor, project, draft).article
        publish_article(actor, project, article, "en")
        if told.french:
            title, excerpt, body = told.french
            write_article(actor, project, article, "fr", {"title": title, "excerpt": excerpt, "body": body})
            publish_article(actor, project, article, "fr")
        rows = [
            Reading(
                project=project,
                article=article,
                reader=os.urandom(12),
                day=today - timedelta(days=number % 21),
                helped=(number % 10 < told.helped) if number % 4 == 0 else None,
            )
            for number in range(told.readers)
        ]
        Reading.objects.bulk_create(rows)
