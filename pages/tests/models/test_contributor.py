"""The name under which somebody's edits stand."""

import pytest

from pages.models import contributor_of
from pages.tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_people_whose_names_give_one_slug_all_get_one_of_their_own():
    people = [make_person(name) for name in ["annb", "ann.b", "Annb", "ANN.B"]]
    people.append(make_person(f"annb-{people[1].pk}"))
    slugs = {contributor_of(person).slug for person in reversed(people)}
    assert len(slugs) == 5


def test_an_account_has_one_contributor_however_often_it_is_asked_for():
    person = make_person("ada")
    assert contributor_of(person) == contributor_of(person)
