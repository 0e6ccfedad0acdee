"""Checks and samples: what a worker does, and what nobody but who may asks for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone

from accounts.access import ProjectRef
from accounts.errors import Conflict, Forbidden
from accounts.models import AuditRecord
from accounts.tenancy import tenant
from integrations.actions.check_integration import check_integration, request_check
from integrations.actions.disable_integration import disable_integration
from integrations.actions.remove_integration import remove_integration
from integrations.actions.send_sample import deliver_sample, send_sample
from integrations.connectors import Connector, Outcome, connectors
from integrations.models import Integration
from tests.cast import CANARY, Cast
from tests.integrations.connectors.example import example_of
from tests.integrations.plain import SETTINGS, Notebook, connected


@pytest.fixture
def fax(cast: Cast, plain: Connector) -> Integration:
    with tenant(cast.shop):
        made = connected(cast.ada, cast.shop, plain)
        made.confirmed_at = timezone.now()
        made.save()
    return made


def where(integration: Integration) -> ProjectRef:
    return ProjectRef(integration.project_id, integration.project.account_id)


def again(integration: Integration) -> Integration:
    with tenant(integration.project):
        return Integration.objects.get(pk=integration.pk)


class TestChecking:
    def test_what_the_other_side_says_is_kept(self, fax: Integration, notebook: Notebook) -> None:
        check_integration(where(fax), fax.pk)
        assert again(fax).health == "working"
        notebook.outcome = Outcome(delivered=False, status=401, disable=True, detail="401 Bad credentials")
        check_integration(where(fax), fax.pk)
        kept = again(fax)
        assert (kept.health, kept.health_detail) == ("failing", "401 Bad credentials") and kept.enabled

    def test_one_that_is_removed_is_passed_over(self, cast: Cast, fax: Integration) -> None:
        with tenant(cast.shop):
            remove_integration(cast.ada, fax)
        check_integration(where(fax), fax.pk)
        assert again(fax).health == "unknown"


class TestSampling:
    def test_something_invented_is_sent_once(self, cast: Cast, fax: Integration, notebook: Notebook) -> None:
        deliver_sample(where(fax), fax.pk, cast.ada.id)
        ((prepared, _delivery, secrets),) = notebook.sent
        told = json.loads(prepared.body)
        assert told["visitor"] == {"name": "Camille Sample"} and len(told["messages"]) == 2, "only what is selected in the settings"
        assert told["pressed_by"]["name"] == "Ada" and "conversation" in told and told["conversation"] == {}
        assert secrets["password"] == SETTINGS["password"] and again(fax).health == "working"

    def test_nothing_of_a_visitor_is_in_it(self, cast: Cast, fax: Integration, notebook: Notebook) -> None:
        fax.fields = ["messages", "name", "phone"]
        with tenant(cast.shop):
            fax.save()
        deliver_sample(where(fax), fax.pk, cast.ada.id)
        told = json.loads(notebook.sent[0][0].body)
        assert CANARY in told["project"]["name"], "the premise: whatever is of this project has it"
        assert CANARY not in json.dumps({**told, "project": None})

    def test_it_is_written_down(self, cast: Cast, fax: Integration) -> None:
        with tenant(cast.shop):
            send_sample(cast.ada, fax)
            assert AuditRecord.objects.get(action="integration.tested").words()["name"] == "The fax"

    def test_not_where_nobody_could_press(self, cast: Cast, fax: Integration, notebook: Notebook) -> None:
        with tenant(cast.shop):
            disable_integration(cast.ada, fax)
            with pytest.raises(Conflict):
                send_sample(cast.ada, again(fax))
        deliver_sample(where(fax), fax.pk, cast.ada.id)
        assert notebook.sent == []

    def test_not_for_somebody_who_has_left(self, cast: Cast, fax: Integration, notebook: Notebook) -> None:
        deliver_sample(where(fax), fax.pk, cast.members["emil"].pk)
        assert notebook.sent == []

    def test_not_under_another_account(self, cast: Cast, fax: Integration, notebook: Notebook) -> None:
        elsewhere = ProjectRef(fax.project_id, cast.globex.account_id)
        deliver_sample(elsewhere, fax.pk, cast.gus.id)
        check_integration(elsewhere, fax.pk)
        assert notebook.sent == [] and again(fax).health == "unknown"

    @pytest.mark.parametrize("slug", ["github", "hubspot", "mailchimp"])
    def test_not_where_a_record_would_stay(self, in_shop: Cast, slug: str) -> None:
        example = example_of(slug)
        made = connected(in_shop.ada, in_shop.shop, connectors()[slug], settings={**example.settings, **example.secrets})
        with pytest.raises(Conflict):
            send_sample(in_shop.ada, made)

    @pytest.mark.parametrize("who", ["oscar", "vic", "lena", "gus"])
    @pytest.mark.parametrize("ask", [send_sample, request_check])
    def test_who_may_not(self, cast: Cast, fax: Integration, who: str, ask: Any) -> None:
        with tenant(cast.shop), pytest.raises(Forbidden):
            ask(getattr(cast, who), fax)
