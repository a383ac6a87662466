"""Every model with personal data is in the registry, and each entry works."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from courses.models import RecordView
from courses.people.holding import Held
from home.privacy.registry import HELD, SHOWN, WHO_THEY_ARE
from tests.factories.people import make_person

PACKAGES = ("certificates", "courses", "home", "lms")


def says_it_is_personal() -> set:
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in PACKAGES]
    return {model for model in ours if "Personal data:" in (model.__doc__ or "")}


def test_every_model_with_personal_data_is_in_the_registry():
    assert get_user_model() in says_it_is_personal()
    missing = says_it_is_personal() - {held.model for held in HELD}
    assert not missing, " ".join(model._meta.label for model in missing)


def test_no_model_is_there_twice_and_all_are_shown():
    assert len({held.model for held in HELD}) == len(HELD)
    assert sorted(held.key for held in SHOWN) == sorted(held.key for held in HELD)


def test_who_somebody_is_and_where_they_belong_is_shown_first():
    assert tuple(held.key for held in SHOWN[: len(WHO_THEY_ARE)]) == WHO_THEY_ARE


def test_what_an_account_did_follows_where_two_accounts_become_one():
    """Or it could not be found any more who did it: the second account ends."""
    for held in HELD:
        if held.model.__module__.split(".")[0] in PACKAGES and held.model is not RecordView:
            pointing = [field for field in held.model._meta.fields if field.many_to_one]
            accounts = [one.name for one in pointing if one.related_model is get_user_model()]
            assert accounts == list(held.by), held.key


@pytest.mark.django_db
@pytest.mark.parametrize("held", HELD, ids=lambda held: held.key)
def test_an_entry_can_be_read_and_says_how_long(held: Held):
    """Who has just signed up has three rows; nobody is shown those of somebody else."""
    person, _other = make_person(), make_person()
    rows = list(held.rows(person).values(*held.fields))
    assert len(rows) == (held.key in WHO_THEY_ARE[:3]), rows
    assert str(held.kept)
    assert bool(held.path) == bool(held.fields)
    assert held.path or str(held.why)
