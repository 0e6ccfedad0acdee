"""Sends a file as a browser does: announced, put by its forms, finished, checked."""

from __future__ import annotations

import uuid
from typing import Any

import urllib3
from django.conf import settings
from django.test import Client

from accounts.access import ProjectRef
from accounts.actors import Actor
from accounts.models import Project
from accounts.tenancy import tenant
from chat.access import own_file
from chat.actions.check_file import check_file
from chat.actions.finish_upload import finish_upload, missing_parts
from chat.actions.start_upload import start_upload
from chat.files.shapes import FormShape
from chat.models import Attachment

HOST = settings.FILES_URL.removeprefix("http://")


def put(form: FormShape, data: bytes, **changed: str) -> int:
    """POST a form with its file last, some of its fields changed; the status of the answer."""
    fields = {**form["fields"], **changed}
    if form["url"].startswith(settings.FILES_URL):
        from django.core.files.uploadedfile import SimpleUploadedFile

        said = Client().post("/files/in", {**fields, "file": SimpleUploadedFile("part", data)}, HTTP_HOST=HOST)
        return int(said.status_code)
    whole: dict[str, Any] = {**fields, "file": ("part", data, "application/octet-stream")}
    return int(urllib3.request("POST", form["url"], fields=whole, retries=False).status)


def ref(project: Project) -> ProjectRef:
    return ProjectRef(project.pk, project.account_id)


def announced(actor: Actor, project: Project, data: bytes, name: str = "a.txt") -> Attachment:
    return start_upload(actor, project, client_id=uuid.uuid4(), name=name, size=len(data))


def sent(actor: Actor, project: Project, data: bytes, name: str = "a.txt") -> Attachment:
    """All of it, in the open tenant, and looked at."""
    row = announced(actor, project, data, name)
    for part in missing_parts(row):
        assert put(part, data[part["first"] : part["first"] + part["size"]]) == 204
    finish_upload(actor, row)
    check_file(ref(project), row.pk)
    return own_file(actor, row.public_id)


def in_project(actor: Actor, project: Project, data: bytes, name: str = "a.txt") -> Attachment:
    """The same, where no tenant is open."""
    with tenant(project):
        return sent(actor, project, data, name)


def fetched(link: str, **headers: str) -> Any:
    """What the files' origin answers."""
    return Client(headers=headers).get(link.removeprefix(settings.FILES_URL), HTTP_HOST=HOST)
