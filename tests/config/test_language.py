"""In which language a page is: chosen, else asked for by the browser, among those that its readers are spoken to in."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from tests.cast import Cast
from tests.panel.views.test_projects import client_of

LOGIN = "/accounts/login/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "accepted", "spoken"),
    [
        (LOGIN, "", "en"),
        (LOGIN, "de-AT,en;q=0.5", "de"),
        (LOGIN, "fr,de;q=0.5", "de"),
        (LOGIN, "ar", "en"),
        (f"{LOGIN}?lang=de", "en", "de"),
        (f"{LOGIN}?lang=en-xa", "de", "en-xa"),
        (f"{LOGIN}?lang=xx", "de", "de"),
        (f"{LOGIN}?lang=../../etc", "", "en"),
    ],
)
def test_the_language_of_a_page(client: Client, path: str, accepted: str, spoken: str) -> None:
    answer = client.get(path, headers={"accept-language": accepted})
    assert answer["Content-Language"] == spoken
    assert f'<html lang="{spoken}"'.encode() in answer.content


@pytest.mark.parametrize(("accepted", "spoken", "direction"), [("pl", "pl", "ltr"), ("ar-EG", "ar", "rtl"), ("ja", "en", "ltr")])
def test_visitors_are_spoken_to_in_seven(client: Client, cast: Cast, accepted: str, spoken: str, direction: str) -> None:
    answer = client.get(f"/w/{cast.shop.key}/", headers={"accept-language": accepted})
    assert f'<html lang="{spoken}" dir="{direction}"'.encode() in answer.content
    assert "Accept-Language" not in answer.get("Vary", "")


class TestChoosing:
    URL = "/panel/settings/language/"

    def test_it_is_kept_and_comes_before_the_browsers(self, cast: Cast) -> None:
        oscar = client_of(cast.users["oscar"])
        assert oscar.post(self.URL, {"language": "de"})["Location"] == f"{self.URL}?saved"
        page = oscar.get(f"{self.URL}?saved", headers={"accept-language": "en"}).content.decode()
        assert '<html lang="de"' in page and "Gespeichert." in page
        assert '<html lang="en"' in oscar.get(f"{self.URL}?lang=en").content.decode()
        oscar.post(self.URL, {"language": ""})
        assert '<html lang="en"' in oscar.get(self.URL, headers={"accept-language": "en"}).content.decode()

    @pytest.mark.parametrize("wrong", ["xx", "fr", "de\x00", "d" * 9])
    def test_another_is_not_taken(self, cast: Cast, wrong: str) -> None:
        oscar = client_of(cast.users["oscar"])
        assert oscar.post(self.URL, {"language": wrong}).status_code == 200
        assert User.objects.get(pk=cast.users["oscar"].pk).language == ""

    def test_the_choice_is_the_persons_alone(self, cast: Cast) -> None:
        client_of(cast.users["oscar"]).post(self.URL, {"language": "de"})
        assert User.objects.filter(language="de").count() == 1
