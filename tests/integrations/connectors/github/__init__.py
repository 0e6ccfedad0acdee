"""GitHub's stand-in: one repository that remembers its issues."""

from tests.integrations.connectors.example import CANARY, Example
from tests.integrations.connectors.stand_in import Asked, Reply, Vendor

ISSUES = "/repos/fernhill/shop/issues"


def vendor() -> Vendor:
    titles: list[str] = []

    def answer(asked: Asked) -> Reply:
        if asked.path == "/graphql":
            nodes = [{"title": title} for title in reversed(titles)]
            return Reply(200, {"data": {"repository": {"issues": {"nodes": nodes}}}})
        if asked.method == "POST":
            titles.append(asked.json["title"])
            return Reply(201, {"number": len(titles)})
        return Reply(200, {"full_name": "fernhill/shop", "has_issues": True, "archived": False})

    return answer


TOKEN = f"github_pat_{CANARY}"
EXAMPLE = Example(
    {"repository": "fernhill/shop", "label": "chat"}, {"token": TOKEN}, "api.github.com", vendor, (("POST", ISSUES),), once=True
)
