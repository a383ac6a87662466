"""Write question banks, questions and dated figures into the database."""

import json
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.models import Locale

from courses.catalogue.models import Figure
from courses.catalogue.plain import QUESTION_FIELDS, plain_question
from courses.questions.bodies import KINDS, stream_of
from courses.questions.models import Question, QuestionBank

from . import shape
from .bankfiles import BANK_FIELDS, FIGURE_FIELDS
from .content import BankEntry, FigureEntry, QuestionEntry, RowIds
from .ledger import Ledger
from .report import Action, Place


def save(instance: models.Model, place: Place) -> bool:
    """Save what is valid; refuse the rest."""
    try:
        instance.full_clean()
    except ValidationError as error:
        shape.refuse_errors(error, place)
        return False
    instance.save()
    return True


def load_bank(entry: BankEntry, ledger: Ledger, by, files: RowIds) -> RowIds:
    """Write a bank with its questions, which may show files; their ids by portable name."""
    found = QuestionBank.objects.filter(uuid=entry.uuid).first()
    bank = found or QuestionBank(uuid=entry.uuid)
    current = plain_bank(found) if found else None
    if ledger.may_write(f"bank:{entry.uuid}", entry.place, wanted=entry.plain, current=current):
        for name in BANK_FIELDS:
            setattr(bank, name, entry.plain[name])
        save(bank, entry.place)
    if not bank.pk:
        return {}
    ids: RowIds = {(QuestionBank, entry.plain["slug"]): bank.pk}
    there = _questions([question.uuid for question in entry.questions])
    for question in entry.questions:
        row = there.get(question.uuid)
        pk = _load_question(question, row, bank, ledger, by, files, deleted=bool(found))
        if pk is not None:
            ids[Question, f"{entry.plain['slug']}/{question.plain['key']}"] = pk
    _leave_alone(bank, entry, ledger)
    return ids


def plain_bank(bank: QuestionBank) -> dict[str, Any]:
    return {name: getattr(bank, name) for name in BANK_FIELDS}


def _questions(uuids: list[UUID]) -> dict[UUID, Question]:
    rows = Question.objects.in_source_locale().filter(translation_key__in=uuids)
    return {row.translation_key: row for row in rows.select_related("bank")}


def _load_question(
    entry: QuestionEntry,
    question: Question | None,
    bank: QuestionBank,
    ledger: Ledger,
    by,
    files: RowIds,
    *,
    deleted: bool,
) -> int | None:
    write = ledger.may_write(
        f"question:{entry.uuid}",
        entry.place,
        wanted={**entry.plain, "bank": bank.slug},
        current=_current(question) if question else None,
        draft=bool(question and question.has_unpublished_changes),
        deleted=deleted,
    )
    if write:
        if question is None:
            locale = Locale.get_default()
            question = Question(translation_key=entry.uuid, locale=locale, live=False)
        question.bank = bank
        for name in QUESTION_FIELDS:
            setattr(question, name, entry.plain[name])
        question.body = json.dumps(stored(entry, files))
        if _is_sound(question, entry.place) and save(question, entry.place):
            question.save_revision(user=by).publish(user=by)
    return question.pk if question else None


def _current(question: Question) -> dict[str, Any]:
    plain = {**plain_question(question), "bank": question.bank.slug}
    return plain if question.live else {**plain, "in use": False}


def stored(entry: QuestionEntry, files: RowIds) -> list[dict[str, Any]]:
    """Its body as Wagtail stores it."""

    def upload_id(model: type, name: str) -> int:
        if (model, name) not in files:
            entry.place.refuse(_("There is no file “%(name)s”.") % {"name": name})
        return files.get((model, name), 0)

    return stream_of(entry.plain, upload_id)


def _is_sound(question: Question, place: Place) -> bool:
    kind = question.kind
    try:
        KINDS[kind].clean(question.body[0].value)
    except ValidationError as error:
        shape.refuse_errors(error, place)
        return False
    return True


def _leave_alone(bank: QuestionBank, entry: BankEntry, ledger: Ledger) -> None:
    uuids = [question.uuid for question in entry.questions]
    others = Question.objects.in_source_locale().filter(bank=bank)
    for key in others.exclude(translation_key__in=uuids).values_list("key", flat=True):
        ledger.report.add(Action.LEFT_ALONE, f"{bank.slug}/{key}")


def load_figure(entry: FigureEntry, ledger: Ledger) -> int | None:
    locale = Locale.get_default()
    figure = Figure.objects.filter(key=entry.plain["key"], locale=locale).first()
    write = ledger.may_write(
        f"figure:{entry.plain['key']}",
        entry.place,
        wanted=entry.plain,
        current=plain_figure(figure) if figure else None,
    )
    figure = figure or Figure(locale=locale)
    if write:
        for name in (*FIGURE_FIELDS, "as_of"):
            setattr(figure, name, entry.plain[name])
        save(figure, entry.place)
    return figure.pk


def plain_figure(figure: Figure) -> dict[str, Any]:
    plain = {name: getattr(figure, name) for name in FIGURE_FIELDS}
    return {**plain, "as_of": figure.as_of.isoformat()}
