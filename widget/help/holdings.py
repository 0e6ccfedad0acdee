"""What help centres hold about a project or an account, for exports and erasures. Of a visitor: nothing that names anybody."""

from __future__ import annotations

from accounts.erasure import OF_ACCOUNT
from accounts.export import BESIDE, Part, hand_out, hold_back
from accounts.models import Project
from accounts.tenancy import account, tenant
from chat.actions.finish_upload import give_back
from chat.files.store import store
from widget.help import exporting
from widget.help.models import Article, ArticleText, Category, Centre, Edition, MissedSearch, Picture, Reading, Word
from widget.help.pictures import place_of


def register() -> None:
    for name, model in (
        ("help_centre", Centre),
        ("help_categories", Category),
        ("help_articles", Article),
        ("help_texts", ArticleText),
        ("help_editions", Edition),
        ("help_searches_without_result", MissedSearch),
    ):
        hand_out(Part(name, model))
    hand_out(Part("help_pictures", Picture, leave_out=frozenset({"key"})))
    BESIDE["pictures"] = exporting.contents
    hold_back(Reading._meta.db_table, "who read what, as hashes that are taken away after four weeks")
    hold_back(Word._meta.db_table, "the words of the articles, each once, for search")
    OF_ACCOUNT["help centre"] = erase_account


def erase_account(account_id: int) -> dict[str, int]:
    """Every article of every project, with its pictures and counts."""
    count = 0
    with account(account_id):
        projects = list(Project.objects.order_by("id"))
    for project in projects:
        with tenant(project):
            count += Article.objects.count()
            _erase(project)
    return {"articles": count}


def _erase(project: Project) -> None:
    kept = store()
    for picture in Picture.objects.select_related("project"):
        if kept is not None:
            kept.remove(place_of(picture))
        give_back(project, picture.held)
    for model in (Picture, Article, Category, Centre, Word, MissedSearch):
        model.objects.all().delete()
