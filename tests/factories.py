"""The plainest valid object of each kind; a test names only what it is about."""

from __future__ import annotations

import datetime as dt

import factory
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory

from gruenzug.web.charter import models as charter
from gruenzug.web.core.models import User
from gruenzug.web.core.roles import Role
from gruenzug.web.directory import models as directory
from gruenzug.web.events import models as events
from gruenzug.web.funding import models as funding
from gruenzug.web.participation import models as participation
from gruenzug.web.places.models import County, Municipality
from gruenzug.web.projects import models as projects

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


class LeitthemaFactory(DjangoModelFactory):
    class Meta:
        model = charter.Leitthema
        django_get_or_create = ("key",)

    key = "lebenswert"
    short_name_de = factory.LazyAttribute(lambda theme: theme.key.title())
    title_de = "Lebensqualität sichern"


class HandlungszielFactory(DjangoModelFactory):
    class Meta:
        model = charter.Handlungsziel

    number = factory.Sequence(lambda number: number + 1)
    code = factory.LazyAttribute(lambda goal: f"hz-{goal.number:02d}")
    title_de = factory.LazyAttribute(lambda goal: f"Ziel {goal.number}")
    leitthema = factory.SubFactory(LeitthemaFactory)


class VersionFactory(DjangoModelFactory):
    """A draft; ``VersionFactory(state="in-force", decided_on=…)`` for one that holds."""

    class Meta:
        model = charter.Version

    document = charter.Document.CHARTER
    number = factory.Sequence(lambda number: number + 1_000)  # those that tests name are below
    title = factory.LazyAttribute(lambda version: f"Charta, Fassung {version.number}")


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = charter.Section

    version = factory.SubFactory(VersionFactory)
    key = factory.Sequence(lambda number: f"abschnitt-{number}")
    title_de = factory.LazyAttribute(lambda section: f"Abschnitt {section.key}")
    order = factory.Sequence(lambda number: number)


class CommitmentRequestFactory(DjangoModelFactory):
    class Meta:
        model = charter.CommitmentRequest

    version = factory.SubFactory(VersionFactory)
    title = "Mitwirkung an der Charta"
    letter = "bitte beraten Sie die Mitwirkung."
    resolution = "{koerperschaft} wirkt an der „{fassung}“ mit."
    reasoning = "Grün tut gut."
    financial_effects = "Keine unmittelbaren."
    sequence = "Umweltausschuss\nRat"
    declaration = "{koerperschaft} unterstützt die „{fassung}“."


class CommitmentFactory(DjangoModelFactory):
    class Meta:
        model = charter.Commitment

    body = factory.SubFactory(OrganisationFactory)
    version = factory.SubFactory(VersionFactory)


class StationFactory(DjangoModelFactory):
    class Meta:
        model = charter.Station

    commitment = factory.SubFactory(CommitmentFactory)
    committee = "Umweltausschuss"
    order = factory.Sequence(lambda number: number)


class PledgeFactory(DjangoModelFactory):
    class Meta:
        model = charter.Pledge

    body = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence(lambda number: f"Zusage {number}")
    due_on = dt.date(2030, 12, 31)
    responsible_office = "Umweltamt"


class ReportingRoundFactory(DjangoModelFactory):
    class Meta:
        model = charter.ReportingRound

    title = factory.Sequence(lambda number: f"Berichtsrunde {number}")
    slug = factory.Sequence(lambda number: f"runde-{number}")
    opens_on = dt.date(2026, 1, 1)
    due_on = dt.date(2026, 3, 31)


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = funding.Programme

    slug = factory.Sequence(lambda number: f"programm-{number}")
    title_de = factory.Sequence(lambda number: f"Programm {number}")
    short_name = factory.LazyAttribute(lambda programme: programme.title_de)
    summary_de = "Was gefördert wird."
    state = funding.Programme.State.OPEN


class StatementFactory(DjangoModelFactory):
    class Meta:
        model = funding.Statement

    programme = factory.SubFactory(ProgrammeFactory)
    key = funding.Statement.Key.NOTE


class GrantFactory(DjangoModelFactory):
    """A grant in preparation; `tests.web.funding.ledger.granted` makes one with money."""

    class Meta:
        model = funding.Grant

    title = factory.Sequence(lambda number: f"Vorhaben {number}")
    slug = factory.Sequence(lambda number: f"vorhaben-{number}")
    recipient = factory.SubFactory(OrganisationFactory)
    giver = factory.SubFactory(OrganisationFactory, kind=directory.Kind.STATE)
    decided_on = dt.date(2025, 3, 1)
    begins_on = dt.date(2025, 3, 1)
    ends_on = dt.date(2027, 2, 28)


class CostItemFactory(DjangoModelFactory):
    class Meta:
        model = funding.CostItem

    grant = factory.SubFactory(GrantFactory)
    code = factory.Sequence(lambda number: f"{number}")
    title = "Bau"


class ProjectFactory(DjangoModelFactory):
    """A draft; ``ProjectFactory(visibility="public", towns=[town])`` for one that everybody sees."""

    class Meta:
        model = projects.Project
        skip_postgeneration_save = True

    title_de = factory.Sequence(lambda number: f"Projekt {number}")
    slug = factory.Sequence(lambda number: f"projekt-{number}")
    summary_de = "Hier wird es grüner."
    body = factory.SubFactory(OrganisationFactory)
    measures = ["park"]

    @factory.post_generation
    def towns(self, create, extracted, **kwargs):
        if extracted:
            self.municipalities.set(extracted)
            self.save()

    @factory.post_generation
    def aims(self, create, extracted, **kwargs):
        if extracted:
            self.goals.set(extracted)
            self.save()


class ProjectListFactory(DjangoModelFactory):
    class Meta:
        model = projects.ProjectList

    key = factory.Sequence(lambda number: f"liste-{number}")
    short_name_de = factory.LazyAttribute(lambda listed: listed.key)
    title_de = factory.LazyAttribute(lambda listed: f"Liste {listed.key}")


class SubmissionFactory(DjangoModelFactory):
    """A draft of a submission with everything that handing in asks for."""

    class Meta:
        model = projects.Submission

    email = factory.Sequence(lambda number: f"einreichung{number}@example.org")
    content = factory.LazyFunction(
        lambda: {
            "title": "Taschenpark am Bahnhof",
            "summary_de": "Eine Verkehrsinsel wird zum kleinen Park.",
            "state": "planned",
            "measures": ["park"],
            "municipality": None,
            "body_name": "Nachbarschaftsverein",
        }
    )


class EventFactory(DjangoModelFactory):
    """A public event in thirty days at which one registers here; ``days=2`` for several, ``places=…`` on each."""

    class Meta:
        model = events.Event
        skip_postgeneration_save = True

    title_de = factory.Sequence(lambda number: f"Netzwerktag {number}")
    slug = factory.Sequence(lambda number: f"netzwerktag-{number}")
    summary_de = "Ein Tag für mehr Grün."
    kind = events.Kind.NETWORK_DAY
    state = events.State.PUBLISHED
    sign_up = events.SignUp.HERE
    organiser = factory.SubFactory(OrganisationFactory)
    mailbox = "veranstaltung@example.org"
    begins_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=30))
    ends_on = factory.LazyAttribute(lambda event: event.begins_on)

    @factory.post_generation
    def days(self, create, extracted, **kwargs):
        for number in range(1 if extracted is None else extracted):
            date = self.begins_on + dt.timedelta(days=number)
            DayFactory(event=self, date=date, **kwargs)
            self.ends_on = max(self.ends_on, date)
        self.save()


class DayFactory(DjangoModelFactory):
    class Meta:
        model = events.Day

    event = factory.SubFactory(EventFactory)
    date = factory.LazyAttribute(lambda day: day.event.begins_on)
    begins_at = dt.time(9, 30)
    ends_at = dt.time(16)


class SessionFactory(DjangoModelFactory):
    """A part of the programme on the first day of its event."""

    class Meta:
        model = events.Session

    event = factory.SubFactory(EventFactory)
    day = factory.LazyAttribute(lambda session: session.event.days.order_by("date").first())
    title_de = factory.Sequence(lambda number: f"Programmpunkt {number}")
    kind = events.SessionKind.WORKSHOP
    begins_at = dt.time(10)
    ends_at = dt.time(11)


class ParticipantFactory(DjangoModelFactory):
    """Somebody whose address is confirmed."""

    class Meta:
        model = participation.Participant

    email = factory.Sequence(lambda number: f"beteiligt{number}@example.org")
    name = factory.Sequence(lambda number: f"Beteiligte {number}")
    confirmed_at = factory.LazyFunction(timezone.now)


class IdeaFactory(DjangoModelFactory):
    """A public idea; ``IdeaFactory(visibility="held")`` for one that waits."""

    class Meta:
        model = participation.Idea

    title = factory.Sequence(lambda number: f"Idee {number}")
    text = "Hier fehlt Schatten."
    category = participation.Category.TREE
    author = factory.SubFactory(ParticipantFactory)
    author_name = factory.LazyAttribute(lambda idea: idea.author.name if idea.author else "")
    municipality = factory.SubFactory(MunicipalityFactory)
    visibility = participation.Visibility.PUBLIC
    published_at = factory.LazyFunction(timezone.now)
    hidden_reason = factory.LazyAttribute(lambda idea: "other" if idea.visibility == "hidden" else "")


class CommentFactory(DjangoModelFactory):
    """A public comment on an idea."""

    class Meta:
        model = participation.Contribution

    idea = factory.SubFactory(IdeaFactory)
    text = "Das finde ich gut."
    author = factory.SubFactory(ParticipantFactory)
    author_name = factory.LazyAttribute(lambda comment: comment.author.name if comment.author else "")
    visibility = participation.Visibility.PUBLIC
    published_at = factory.LazyFunction(timezone.now)
    hidden_reason = factory.LazyAttribute(lambda row: "other" if row.visibility == "hidden" else "")


class ConsultationFactory(DjangoModelFactory):
    """A public consultation one may comment and propose in; ``ConsultationFactory(phase="review")`` for another phase."""

    class Meta:
        model = participation.Consultation
        skip_postgeneration_save = True

    title_de = factory.Sequence(lambda number: f"Konsultation {number}")
    slug = factory.Sequence(lambda number: f"konsultation-{number}")
    summary_de = "Worum es geht."
    is_public = True

    @factory.post_generation
    def phase(self, create, extracted, **kwargs):
        today = timezone.localdate()
        kind = extracted or participation.PhaseKind.PROPOSE
        self.phases.add(
            participation.Phase(
                kind=kind,
                begins_on=today - dt.timedelta(days=1),
                ends_on=today + dt.timedelta(days=20),
                **kwargs,
            )
        )
        self.save()


class StatementOnDraftFactory(DjangoModelFactory):
    """A public contribution to a paragraph: ``StatementOnDraftFactory(draft=draft, paragraph_key="a2")``."""

    class Meta:
        model = participation.Contribution

    consultation = factory.LazyAttribute(lambda row: row.draft.consultation)
    paragraph_key = "a1"
    text = "Das ist zu wenig."
    author = factory.SubFactory(ParticipantFactory)
    author_name = factory.LazyAttribute(lambda row: row.author.name if row.author else "")
    visibility = participation.Visibility.PUBLIC
    published_at = factory.LazyFunction(timezone.now)
