"""Cards: printed once, eight to a page, and worth nothing once there are new ones."""

import io
import os
import re
import time
from datetime import timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.contrib.auth.models import Group
from django.utils import timezone

from courses.models import CardSheet, ClaimCard, Membership, Person, RecordView
from courses.people import placing
from courses.people.organisations import Role
from courses.rosters import card_files, claiming, printing_cards, rosters
from courses.rosters.access import may_bring_people, people_for_cards
from courses.rosters.cards import hash_of, normalise_code
from tests.courses.rosters.lists import checked, imported, make_manager, make_tree, text
from tests.factories.courses import make_course
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

CODE, PIN = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b"), re.compile(r"\b[0-9]{6}\b")


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def manager(tree):
    return make_manager(tree[0], "chief")


def printed(tree, manager, *rows: str) -> tuple[CardSheet, pypdfium2.PdfDocument]:
    imported(tree[0], text(*rows), manager)
    people = people_for_cards(tree[0])
    sheet = printing_cards.begin(by=manager, organisation=tree[0], people=people)
    printing_cards.work.func(str(sheet.uuid))
    sheet.refresh_from_db()
    assert sheet.state == "ready"
    return sheet, pypdfium2.PdfDocument(card_files.file_of(sheet))


def words(document: pypdfium2.PdfDocument) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_nine_cards_take_two_pages_and_each_has_what_its_owner_needs(tree, manager):
    _sheet, document = printed(tree, manager, *(f"Amina,Yusuf {c},{c},," for c in "ABCDEFGHI"))
    assert len(document) == 2
    said = words(document)
    assert len(set(CODE.findall(said))) == len(set(PIN.findall(said))) == 9
    assert "Amina Yusuf A" in said
    assert "Ministry" not in said
    assert "Contingent" not in said


def test_the_qr_code_leads_to_the_claim_page_and_holds_no_pin(tree, manager):
    _sheet, document = printed(tree, manager, "Amina,Yusuf,1,,")
    [found] = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
    card = ClaimCard.objects.get()
    assert found.text == f"http://testserver/claim/{card.shown_code}/"
    [pin] = PIN.findall(words(document))
    assert pin not in found.text
    assert card.has_pin(pin)


def test_it_is_an_archivable_and_accessible_pdf_with_arabic_names(tree, manager):
    sheet, document = printed(tree, manager, "أمينة,يوسف,1,,", "Zoë,N’Diaye,2,,")
    with pikepdf.open(io.BytesIO(card_files.file_of(sheet).read_bytes())) as pdf:
        metadata = pdf.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert pdf.Root.MarkInfo.Marked
    assert "يوسف" in words(document)
    assert "Zoë N’Diaye" in words(document)


def test_no_pin_is_kept(tree, manager):
    _sheet, document = printed(tree, manager, "Amina,Yusuf,1,,")
    [pin] = PIN.findall(words(document))
    assert pin not in str(list(ClaimCard.objects.values()) + list(CardSheet.objects.values()))


def test_whose_card_is_printed_can_see_it_and_who_printed_it_is_kept(tree, manager):
    printed(tree, manager, "Amina,Yusuf,1,,")
    look = RecordView.objects.get(what="card")
    assert (look.person.full_name, look.by_user) == ("Amina Yusuf", manager)


def test_new_cards_void_the_ones_before(tree, manager):
    printed(tree, manager, "Amina,Yusuf,1,,")
    old = ClaimCard.objects.get()
    _sheet, document = printed(tree, manager, "Amina,Yusuf,1,,")
    old.refresh_from_db()
    assert old.voided_at
    assert ClaimCard.objects.open().count() == 1
    [pin] = PIN.findall(words(document))
    [code] = CODE.findall(words(document))
    assert claiming.check(code=code, pin=pin).person.full_name == "Amina Yusuf"


def test_five_wrong_pins_lock_a_card_for_the_right_one_too(tree, manager):
    _sheet, document = printed(tree, manager, "Amina,Yusuf,1,,")
    [pin], [code] = PIN.findall(words(document)), CODE.findall(words(document))
    wrong = f"{(int(pin) + 1) % 10**6:06}"
    for _try in range(5):
        with pytest.raises(claiming.NotThisCard):
            claiming.check(code=code, pin=wrong)
    with pytest.raises(claiming.NotThisCard):
        claiming.check(code=code, pin=pin)


def test_a_card_expires(tree, manager):
    _sheet, document = printed(tree, manager, "Amina,Yusuf,1,,")
    [pin], [code] = PIN.findall(words(document)), CODE.findall(words(document))
    later = timezone.now() + timedelta(days=91)
    with pytest.raises(claiming.NotThisCard):
        claiming.check(code=code, pin=pin, now=later)


@pytest.mark.parametrize("typed", ["abcd2345", " ABCD-2345 ", "abcd 2345"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert normalise_code(typed) == "ABCD2345"


def test_a_pin_in_other_digits_is_the_same():
    assert hash_of("ABCD2345", "١٢٣٤٥٦") == hash_of("ABCD2345", "123 456")


def test_the_file_is_for_whoever_asked_for_it_and_for_an_hour(tree, manager, client):
    sheet, _document = printed(tree, manager, "Amina,Yusuf,1,,")
    address = f"/rosters/sheets/{sheet.uuid}/cards.pdf"
    client.force_login(make_manager(tree[0]))
    assert client.get(address).status_code == 404
    client.force_login(manager)
    response = client.get(address)
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    CardSheet.objects.update(made_at=timezone.now() - timedelta(hours=2))
    assert client.get(address).status_code == 302
    grow_old(card_files.file_of(sheet))
    printing_cards.clean_up(now=timezone.now())
    assert not card_files.file_of(sheet).exists()


def grow_old(path: Path) -> None:
    two_hours_ago = time.time() - 2 * 60 * 60
    os.utime(path, (two_hours_ago, two_hours_ago))


def test_a_file_that_is_being_made_is_left(tree, manager):
    """Between the file and the row that says it is there, and while it has no name yet."""
    sheet = CardSheet.objects.create(by=manager, organisation=tree[0])
    card_files.write(sheet, b"%PDF")
    part = card_files.root() / "half.part"
    part.write_bytes(b"%P")
    printing_cards.clean_up(now=timezone.now())
    assert card_files.file_of(sheet).exists()
    assert part.exists()
    grow_old(part)
    printing_cards.clean_up(now=timezone.now())
    assert not part.exists()


def test_cards_are_not_given_to_whose_role_has_ended(tree, manager, client):
    sheet, _document = printed(tree, manager, "Amina,Yusuf,1,,")
    client.force_login(manager)
    pages = (f"/rosters/sheets/{sheet.uuid}/", f"/rosters/sheets/{sheet.uuid}/cards.pdf")
    answers = [client.get(page) for page in pages]
    assert [answer.status_code for answer in answers] == [200, 200]
    b"".join(answers[1].streaming_content)
    placing.end_role(membership=manager.person.memberships.get())
    assert [client.get(page).status_code for page in pages] == [404, 404]


def test_cards_of_a_list_are_for_who_facilitates_the_offering_still(tree, client):
    trainer, offering = facilitating(tree)
    client.force_login(trainer)
    made = imported(tree[0], text("Jean,Mukendi,2,,"), trainer, offering)
    page = client.post(f"/rosters/lists/{made.uuid}/cards/").url
    assert client.get(page).status_code == 200
    offering.facilitators.clear()
    assert client.get(page).status_code == 404


def test_who_has_an_account_gets_no_card(tree, manager):
    imported(tree[0], text("Amina,Yusuf,1,,", "Jean,Mukendi,2,,"), manager)
    amina, jean = Person.objects.filter(user=None).order_by("pk")
    amina.user = make_user()
    amina.save()
    assert list(people_for_cards(tree[0])) == [jean]


def facilitating(tree):
    """A plain member who facilitates an offering of theirs, and that offering."""
    user = make_manager(tree[0], "trainer", role=Role.MEMBER)
    user.groups.add(Group.objects.get(name="Facilitators"))
    offering = make_course(quiz=False, lessons=1).offering
    offering.facilitators.add(user.person)
    return user, offering


def test_a_facilitator_prints_only_for_whom_their_list_made(tree, manager, client):
    imported(tree[0], text("Amina,Yusuf,1,,"), manager)
    trainer, offering = facilitating(tree)
    client.force_login(trainer)
    known = imported(tree[0], text("Amina,Yusuf,1,,"), trainer, offering)
    page = client.post(f"/rosters/lists/{known.uuid}/cards/", follow=True)
    assert "gets one from a manager" in page.text
    assert not CardSheet.objects.exists()
    mixed = imported(tree[0], text("Amina,Yusuf,1,,", "Jean,Mukendi,2,,"), trainer, offering)
    client.post(f"/rosters/lists/{mixed.uuid}/cards/")
    assert CardSheet.objects.get().people == [Person.objects.get(given_name="Jean").pk]


def test_who_was_made_by_another_list_since_the_check_is_not_of_this_one(tree, manager, client):
    trainer, offering = facilitating(tree)
    late = checked(tree[0], text("Amina,Yusuf,1,,"), trainer, offering)
    imported(tree[0], text("Amina,Yusuf,1,,"), manager)
    rosters.confirm(roster=late)
    rosters.work.func(str(late.uuid))
    late.refresh_from_db()
    assert late.counts == {"enrolled": 1}
    client.force_login(trainer)
    client.post(f"/rosters/lists/{late.uuid}/cards/")
    assert not CardSheet.objects.exists()


def test_who_has_a_role_gets_no_card(tree, manager):
    imported(tree[0], text("Amina,Yusuf,1,,"), manager)
    amina = Person.objects.get(user=None)
    Membership.objects.create(person=amina, organisation=tree[1], role=Role.MANAGER)
    assert not people_for_cards(tree[0]).exists()


def test_a_role_that_is_none_among_the_people_brings_nobody_in(tree):
    user, offering = facilitating(tree)
    Membership.objects.filter(person__user=user).update(role=Role.FUNDER)
    assert not may_bring_people(user, tree[0], offering)
