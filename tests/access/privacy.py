"""The rows of My data, the terms, and records of people in the Wagtail admin."""

from collections.abc import Iterator

from courses.models import Person
from courses.people import erasure
from home.standard_pages import terms_version

from .row import PEOPLE, Row, get, post, signed_in, staff, to
from .world import World

REAUTHENTICATE = "/accounts/reauthenticate/?next=%2Fmy-data%2Ferase%2F"


def privacy_rows(world: World) -> Iterator[Row]:
    mine = to("home:my_data")
    for name in ("my_data", "my_data_json", "my_data_html"):
        yield get(f"home:{name}", signed_in())
        yield post(f"home:{name}", signed_in("405"))
    yield get("home:erase", signed_in(REAUTHENTICATE))
    yield post("home:erase", signed_in(REAUTHENTICATE))
    yield get("home:keep", signed_in(mine))
    erasure.ask(person=Person.objects.get(user=world.users["other"]))
    yield post("home:keep", signed_in(mine), changed_by=("other",))
    signed = tuple(person for person in PEOPLE if person != "nobody")
    yield get("home:accept_terms", signed_in(to("home:my_learning")))
    accepted = signed_in(to("home:my_learning"))
    shown = {"version": str(terms_version())}
    yield post("home:accept_terms", accepted, data=shown, changed_by=signed)


def people_rows(world: World) -> Iterator[Row]:
    us, learner = ("registrar",), world.certificate.holder
    other = world.others.person
    yield get("people_records", staff(*us))
    yield get("merge_people", staff(*us, answer=to("people_records")))
    two = f"{to('merge_people')}?keep={learner.uuid}&merge={world.stranger.person.uuid}"
    yield get(two, staff(*us))
    done = staff(*us, answer=to("people_records"))
    yield post(two, done, data={"reason": "Came by two lists."}, changed_by=us)
    yield get("erase_person", staff(*us), learner.uuid)
    asked = staff(*us, answer=to("erase_person", learner.uuid))
    why = {"reason": "Asked by telephone."}
    yield post("erase_person", asked, learner.uuid, data=why, changed_by=us)
    yield get("keep_person", staff(*us, answer=to("erase_person", other.uuid)), other.uuid)
    kept = staff(*us, answer=to("erase_person", other.uuid))
    yield post("keep_person", kept, other.uuid, changed_by=us)
