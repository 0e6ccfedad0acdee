"""The doors of help centres: everybody may read what is published, and whoever may change a project writes it."""

from __future__ import annotations

from tests.doors.kinds import ADMINS_PAGE, READERS_PAGE, Door, admins, everybody, operators

ARTICLES = "/api/v1/projects/{project}/articles"
ARTICLE = ARTICLES + "/{article}"
TOPICS = "/api/v1/projects/{project}/article-topics"
TOPIC = TOPICS + "/{topic}"
PAGES = "/panel/{project}/settings/help/"
HELP_TEAM = [
    Door(ARTICLES, operators(), shows=True),
    Door(ARTICLES, admins(201), "post", {"title": "Returns", "topic": "{topic}"}),
    Door(ARTICLE, operators(), shows=True),
    Door(ARTICLE, admins(), "patch", {"title": "Returns"}),
    Door(ARTICLE, admins(204), "delete"),
    Door(TOPICS, operators()),
    Door(TOPICS, admins(201), "post", {"names": {"en": "Delivery"}}),
    Door(TOPIC, admins(), "patch", {"icon": "truck"}),
    Door(TOPIC, admins(409), "delete"),  # an article stands under it
    Door("/panel/settings/help/", {**READERS_PAGE, "gus": 302, "ada": 302, "olga": 302}),
    Door(PAGES, ADMINS_PAGE),
    Door(PAGES, {**ADMINS_PAGE, "ada": 404, "olga": 404}, "post", {}),  # no such act
    Door(PAGES + "new/", ADMINS_PAGE),
    Door(PAGES + "new/", {**ADMINS_PAGE, "ada": 400, "olga": 400}, "post", {}),
    Door(PAGES + "preview/", ADMINS_PAGE, "post", {"body": "Hello"}),
    Door(PAGES + "pictures/", {**ADMINS_PAGE, "ada": 400, "olga": 400}, "post", {}),
    Door(PAGES + "{article}/", ADMINS_PAGE),
    Door(PAGES + "{article}/", {**ADMINS_PAGE, "ada": 400, "olga": 400}, "post", {}),
]

# Public by their purpose: what is published. The drafts of the same centre are in none of them.
CENTRE = "/help/{slug}/"
IN_A_LANGUAGE = [
    ("", 200, "get"),
    ("search/?q=plates", 200, "get"),
    ("search.json?q=plates", 200, "get"),
    ("topics/care/", 200, "get"),
    ("plates/", 200, "get"),
    ("plates/answer/", 404, "post"),  # neither yes nor no
]
HELP_PUBLIC = [
    *(
        Door(CENTRE + language + rest, everybody(status), method, {} if method == "post" else None)
        for language in ("", "de/")
        for rest, status, method in IN_A_LANGUAGE
    ),
    Door(CENTRE + "sitemap.xml", everybody()),
    Door(CENTRE + "look.css", everybody()),
    Door("/files/help/{project}/00000000-0000-4000-8000-000000000009", everybody(404)),
    # Sue and Tom knock at their own project, which has nothing to read.
    Door("/w/api/help?project={key}", everybody(sue=404, tom=404)),
    Door("/w/api/help/search?project={key}&q=plates", everybody(sue=404, tom=404)),
    Door("/w/api/help/plates?project={key}", everybody(sue=404, tom=404)),
    Door("/w/api/help/{article}?project={key}", everybody(sue=404, tom=404)),
    Door("/w/api/help/{article}/answer?project={key}", everybody(400), "post", {}),
]
