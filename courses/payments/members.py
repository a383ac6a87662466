"""Looking up who belongs to an organisation, to give somebody a seat."""

from django.db.models import Q

from courses.people.models import Person
from courses.people.organisations import Membership, Organisation

MOST = 20


def found_members(organisation: Organisation | None, query: str) -> list[Person]:
    """By service number, user name or e-mail as a whole, or by the beginning of a name."""
    members = Membership.objects.running().below([organisation] if organisation else [])
    whole = Q(user__email__iexact=query) | Q(user__username__iexact=query)
    names = Q(given_name__istartswith=query) | Q(family_name__istartswith=query)
    numbered = members.filter(service_number=query)
    people = Person.objects.present().filter(pk__in=members.values("person"))
    found = people.filter(whole | names | Q(pk__in=numbered.values("person")))
    return list(found.order_by("family_name", "given_name", "pk")[:MOST])
