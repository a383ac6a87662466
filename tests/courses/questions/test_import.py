"""Questions from a file in a bank: what is made, what is left alone, and what is said of it."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale, ReferenceIndex
from wagtail.search.backends import get_search_backend

from courses.editions import freshness
from courses.models import Question, QuestionBank
from courses.questions.bodies import stream_of
from courses.questions.exporting import export_questions
from courses.questions.formats import FORMATS, Entry, Unreadable
from courses.questions.import_plan import without_ids
from courses.questions.import_report import Outcome
from courses.questions.importing import import_questions
from lms.files.models import CustomImage
from tests.factories.images import make_image
from tests.factories.people import make_user
from tests.factories.questions import BODIES, body, make_every_type, make_one
from tests.queries import counted_queries

pytestmark = pytest.mark.django_db


def entry(key: str = "first", kind: str = "single_choice", **fields) -> Entry:
    changes = fields.pop("changes", {})
    plain = without_ids(body(kind, **changes))
    return Entry(**{"body": plain, "key": key, "objective": "4.1", "path": ("Safety",), **fields})


def file_of(*entries: Entry) -> bytes:
    return FORMATS["moodlexml"].write(entries).content


def load(*entries: Entry, **options):
    return import_questions(
        **{"bank": "Safety", "content": file_of(*entries), "filename": "a.xml", **options}
    )


def outcomes(report) -> list[Outcome]:
    return [row.outcome for row in report.rows]


def test_a_file_makes_the_bank_and_published_questions():
    report = load(*(entry(kind, kind) for kind in BODIES))
    assert report.imported == len(BODIES)
    bank = QuestionBank.objects.get(slug="safety")
    for question in bank.questions.all():
        assert question.live
        assert question.first_published_at
        assert not question.has_unpublished_changes
        assert without_ids(question.to_body()) == without_ids(body(question.key))
        assert question.objective == "4.1"
        assert question.locale == Locale.get_default()


@pytest.mark.parametrize("name", ["moodlexml", "csv", "xlsx"])
def test_what_is_exported_comes_back_the_same_into_another_bank(name):
    source = QuestionBank.objects.create(name="Source", slug="source")
    make_every_type(source)
    Question.objects.filter(key="number").update(difficulty=3, critical=True)
    make_one(source, "matching", key="practice", practice_only=True).tags.add("trust", "first aid")
    written = export_questions(bank=source, format=name)
    import_questions(bank="Copy", content=written.content, filename=name)
    copies = {copy.key: copy for copy in Question.objects.filter(bank__slug="copy")}
    originals = Question.objects.filter(bank=source)
    assert len(copies) == originals.count()
    for question in originals:
        copy = copies[question.key]
        for field in ("objective", "difficulty", "critical", "practice_only", "live"):
            assert getattr(copy, field) == getattr(question, field)
        assert set(copy.tags.names()) == set(question.tags.names())
        assert without_ids(copy.to_body()) == without_ids(question.to_body())


def test_a_picture_comes_back_as_the_same_picture():
    source = QuestionBank.objects.create(name="Source", slug="source")
    image = make_image("A path")
    question = make_one(source, "single_choice")
    [child] = question.body.raw_data
    child["value"]["image"], child["value"]["image_alt"] = image.pk, "Where it leads"
    child["value"]["choices"][1]["value"] |= {"image": image.pk, "image_alt": "A way"}
    question.save()
    plain = without_ids(Question.objects.get().to_body())
    content = export_questions(bank=source, format="moodlexml").content
    load(bank="Copy", content=content)
    assert CustomImage.objects.count() == 1
    assert without_ids(Question.objects.get(bank__slug="copy").to_body()) == plain
    image.file.delete(save=False)
    Question.objects.all().delete()
    CustomImage.objects.all().delete()
    report = load(bank="Another", content=content)
    assert outcomes(report) == [Outcome.IMPORTED]
    assert CustomImage.objects.get().title == "A path"
    assert without_ids(Question.objects.get().to_body()) == plain
    CustomImage.objects.get().file.delete(save=False)


def test_gaps_in_another_order_than_their_numbers_stay_what_they_are():
    bank = QuestionBank.objects.create(name="Safety", slug="safety")
    plain = body("cloze")
    plain["gaps"][2]["match_accents"] = True
    plain["prompt"] = "<p>[[3]], [[1]], [[2]]</p>"
    make_one(bank, "cloze", body=stream_of(plain, lambda _model, name: int(name)))
    content = export_questions(bank=bank, format="moodlexml").content
    assert outcomes(load(content=content)) == [Outcome.UNCHANGED]
    load(bank="Copy", content=content)
    copy = Question.objects.get(bank__slug="copy").to_body()
    assert copy["prompt"] == "<p>[[1]], [[2]], [[3]]</p>"
    assert [gap["type"] for gap in copy["gaps"]] == ["short_text", "single_choice", "number"]
    assert copy["gaps"][0]["match_accents"]


def test_a_dry_run_changes_nothing_and_says_the_same(settings):
    plain = entry(pictures={"a.gif": GIF}, changes={"image": "a.gif", "image_alt": "A dot"})
    before = sorted(path for path in settings.MEDIA_ROOT.rglob("*"))
    dry = load(plain, dry_run=True)
    assert not QuestionBank.objects.exists()
    assert not CustomImage.objects.exists()
    assert sorted(path for path in settings.MEDIA_ROOT.rglob("*")) == before
    assert dry.as_json() == load(plain).as_json()
    assert CustomImage.objects.get().file_hash
    CustomImage.objects.get().file.delete(save=False)


GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


def test_no_file_of_a_picture_is_left_when_the_import_fails(settings, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    before = sorted(settings.MEDIA_ROOT.rglob("*.gif"))
    monkeypatch.setattr("courses.questions.importing.index_new", fail)
    with pytest.raises(RuntimeError):
        load(entry(pictures={"a.gif": GIF}, changes={"image": "a.gif", "image_alt": "A dot"}))
    assert sorted(settings.MEDIA_ROOT.rglob("*.gif")) == before
    assert not QuestionBank.objects.exists()


def test_a_picture_that_is_none_is_left_out_and_said():
    report = load(entry(pictures={"a.gif": b"<svg/>"}, changes={"image": "a.gif"}))
    assert outcomes(report) == [Outcome.IMPORTED]
    assert "a.gif" in report.rows[0].reasons[0]
    assert "image" not in Question.objects.get().to_body()


def test_a_second_import_leaves_everything_unchanged():
    entries = [entry(kind, kind) for kind in BODIES]
    load(*entries)
    report = load(*(entry(kind, kind) for kind in BODIES))
    assert report.unchanged == len(BODIES)
    assert Question.objects.count() == len(BODIES)


def test_another_question_with_the_same_key_is_skipped_with_what_to_do():
    load(entry())
    report = load(entry(changes={"prompt": "<p>Something else?</p>"}))
    assert outcomes(report) == [Outcome.SKIPPED]
    assert "replace" in report.rows[0].reasons[0]
    assert "Something else" not in str(Question.objects.get().body)


def test_replace_writes_a_draft_and_learners_keep_what_is_published():
    load(entry())
    user = make_user("author")
    changed = {"prompt": "<p>Something else?</p>"}
    report = load(entry(changes=changed, tags=["new"]), replace=True, by=user)
    question = Question.objects.get()
    assert outcomes(report) == [Outcome.REPLACED]
    assert "Something else" not in str(question.body)
    assert question.live
    assert question.has_unpublished_changes
    assert question.latest_revision.user == user
    draft = question.latest_revision.as_object()
    assert "Something else" in str(draft.body)
    assert set(draft.tags.names()) == {"new"}
    assert outcomes(load(entry(changes=changed), replace=True)) == [Outcome.UNCHANGED]


def test_what_is_not_fit_to_be_published_becomes_a_draft_that_says_what_to_mend():
    none_right = {"choices": [{"text": t, "correct": False, "feedback": ""} for t in "ab"]}
    report = load(entry(changes=none_right))
    assert outcomes(report) == [Outcome.DRAFT]
    assert report.rows[0].reasons == ["Mark exactly one choice as right."]
    assert not Question.objects.get().live


def test_what_is_too_long_for_the_editor_becomes_a_draft():
    choices = [{"text": "a" * 501, "correct": True, "feedback": ""}] * 2
    choices = [choices[0], {"text": "b", "correct": False, "feedback": ""}]
    report = load(entry(changes={"choices": choices}))
    assert outcomes(report) == [Outcome.DRAFT]
    assert "500" in report.rows[0].reasons[0]


def test_who_may_not_publish_imports_drafts():
    assert outcomes(load(entry(), publish=False)) == [Outcome.DRAFT]
    assert not Question.objects.get().live


def test_categories_below_the_common_one_become_banks_of_their_own():
    load(entry("a", path=("All", "Safety")), entry("b", path=("All", "Safety", "Deep", "Deeper")))
    names = set(QuestionBank.objects.values_list("name", flat=True))
    assert names == {"Safety", "Safety / Deep / Deeper"}


def test_an_empty_bank_above_stays_above():
    bank = QuestionBank.objects.create(name="Safety", slug="safety")
    below = QuestionBank.objects.create(name="Safety / Deep", slug="deep")
    make_one(below, "single_choice")
    for name in FORMATS:
        content = export_questions(bank=bank, format=name).content
        report = import_questions(bank="safety", content=content, filename=name)
        assert outcomes(report) == [Outcome.UNCHANGED], name


def test_the_same_name_twice_gets_two_keys():
    load(entry("", name="Why?"), entry("", name="Why?"))
    assert set(Question.objects.values_list("key", flat=True)) == {"why", "why-2"}


def test_a_name_without_latin_letters_gets_the_same_key_each_time():
    load(entry("", name="ما هو؟"))
    assert outcomes(load(entry("", name="ما هو؟"))) == [Outcome.UNCHANGED]


def test_the_objective_of_the_file_goes_before_the_chosen_one():
    load(entry("a", objective="B3"), entry("b", objective=""), objective="2.2")
    assert set(Question.objects.values_list("key", "objective")) == {("a", "B3"), ("b", "2.2")}


def test_a_question_is_never_critical_and_practice_at_once():
    report = load(entry(critical=True, practice_only=True))
    assert report.rows[0].reasons
    assert Question.objects.get().practice_only


def test_imported_questions_are_found_and_known_to_their_bank():
    load(entry("unmistakable", tags=["trust"]))
    question = Question.objects.get()
    assert list(get_search_backend().search("unmistakable", Question)) == [question]
    references = set(
        ReferenceIndex.get_references_for_object(question).values_list("content_path", flat=True)
    )
    ReferenceIndex.remove_for_object(question)
    ReferenceIndex.create_or_update_for_object(Question.objects.get())
    rebuilt = ReferenceIndex.get_references_for_object(question)
    assert references == set(rebuilt.values_list("content_path", flat=True))
    assert "bank" in references


def test_what_was_kept_of_published_content_is_forgotten(django_capture_on_commit_callbacks):
    before = freshness.stamp()
    with django_capture_on_commit_callbacks(execute=True):
        load(entry())
    assert freshness.stamp() != before


def test_queries_do_not_grow_with_the_questions():
    def queries(count: int) -> int:
        entries = [entry(f"q{count}-{n}", tags=["one", "two"]) for n in range(count)]
        with counted_queries() as found:
            load(*entries)
        return len(found)

    queries(1)
    assert queries(3) == queries(60)


# --- commands -----------------------------------------------------------------------------------


def run(*args: str) -> str:
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def test_the_command_imports_and_counts(tmp_path):
    path = tmp_path / "questions.xml"
    path.write_bytes(file_of(entry()))
    assert "dry run" in run("import_questions", "--bank", "Safety", "--dry-run", str(path))
    assert not Question.objects.exists()
    assert "1 read, 1 imported" in run("import_questions", "--bank", "Safety", str(path))
    said = json.loads(run("import_questions", "--bank", "safety", "--json", str(path)))
    assert said["unchanged"] == 1
    assert said["rows"][0]["line"] == 4


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xml", b"", "empty"),
        ("a.xml", b"no xml", "not what its name says|well-formed"),
        ("a.xml", b"<?xml version='1.0'?><html/>", "not Moodle's"),
        ("a.xml", b"<quiz><question>", "well-formed"),
        ("a.pdf", b"%PDF", "ends with"),
        ("a.csv", b"PK\x03\x04", "no column"),
        ("a.csv", b"\x00\x01", "not a text file"),
        ("a.txt", b"   \n ", "empty"),
        ("a.xlsx", b"type,prompt", "not what its name says"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        run("import_questions", "--bank", "Safety", str(path))
    assert not QuestionBank.objects.exists()


def test_a_file_that_is_not_there_and_a_bad_objective_are_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        run("import_questions", "--bank", "Safety", str(tmp_path / "none.xml"))
    with pytest.raises(CommandError, match="objective"):
        run("import_questions", "--bank", "Safety", "--objective", "four", "none.xml")


def test_the_command_exports_to_a_file_and_to_standard_output(tmp_path):
    load(entry())
    path = tmp_path / "out.xlsx"
    run("export_questions", "--bank", "Safety", "--format", "xlsx", str(path))
    report = import_questions(bank="Copy", content=path.read_bytes(), filename="out.xlsx")
    assert report.imported == 1
    assert "<quiz>" in run("export_questions", "--bank", "safety", "--format", "moodlexml", "-")
    with pytest.raises(CommandError, match="no text"):
        run("export_questions", "--bank", "safety", "--format", "xlsx", "-")
    with pytest.raises(CommandError, match="no bank"):
        run("export_questions", "--bank", "None", "--format", "csv", "-")
    with pytest.raises(CommandError, match="cannot be written"):
        run("export_questions", "--bank", "safety", "--format", "csv", str(tmp_path / "no/f.csv"))


def test_somebody_who_changes_the_bank_meanwhile_is_met_with_a_sentence(monkeypatch):
    monkeypatch.setattr("courses.questions.import_plan._existing", lambda banks: {})
    load(entry())
    with pytest.raises(Unreadable, match="same moment"):
        load(entry())
    assert Question.objects.count() == 1
