"""The plainest valid object of each kind; a test names only what it is about."""

from __future__ import annotations

import datetime as dt

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from gruenzug.web.core.models import User
from gruenzug.web.core.roles import Role
from gruenzug.web.directory import models as directory
from gruenzug.web.places.models import County, Municipality

SQUARE = '{"type":"Polygon","coordinates":[[[7.0,51.4],[7.1,51.4],[7.1,51.5],[7.0,51.5],[7.0,51.4]]]}'


class UserFactory(DjangoModelFactory):
    """An account; ``UserFactory(roles=[Role.PROGRAMME_TEAM], bodies=[town])`` gives it roles and bodies."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"testperson{number}")
    last_name = factory.Sequence(lambda number: f"Testperson {number}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        for role in extracted or []:
            self.groups.add(Group.objects.get_or_create(name=Role(role).group_name)[0])

    @factory.post_generation
    def bodies(self, create, extracted, **kwargs):
        for body in extracted or []:
            MembershipFactory(user=self, organisation=body)


class CountyFactory(DjangoModelFactory):
    class Meta:
        model = County
        django_get_or_create = ("key",)

    key = factory.Sequence(lambda number: f"{5900 + number:05d}")
    name = factory.LazyAttribute(lambda county: f"Kreis {county.key}")
    slug = factory.LazyAttribute(lambda county: f"kreis-{county.key}")
    geometry = SQUARE


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality

    ags = factory.Sequence(lambda number: f"{5_900_000 + number:08d}")
    name = factory.Sequence(lambda number: f"Ort {number}")
    slug = factory.Sequence(lambda number: f"ort-{number}")
    county = factory.SubFactory(CountyFactory)
    geometry = SQUARE


class OrganisationFactory(DjangoModelFactory):
    """A town without a place; give ``municipality=MunicipalityFactory()`` where the map matters."""

    class Meta:
        model = directory.Organisation

    kind = directory.Kind.MUNICIPALITY
    name = factory.Sequence(lambda number: f"Stadt Ort {number}")
    slug = factory.Sequence(lambda number: f"stadt-ort-{number}")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = directory.Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = directory.Person

    first_name = "Test"
    last_name = factory.Sequence(lambda number: f"Person {number}")
    email = factory.Sequence(lambda number: f"person{number}@example.org")


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = directory.Position

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    title = "Leitung Umweltamt"


class ConsentWordingFactory(DjangoModelFactory):
    class Meta:
        model = directory.ConsentWording
        django_get_or_create = ("version",)

    version = 1
    text = "Ich willige ein, dass diese Angabe im öffentlichen Verzeichnis steht."
    valid_from = dt.date(2026, 1, 1)


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = directory.Consent

    person = factory.SubFactory(PersonFactory)
    field = directory.Person.Field.NAME
    wording = factory.SubFactory(ConsentWordingFactory)
    evidence = "Formular"
