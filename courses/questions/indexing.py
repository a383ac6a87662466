"""What Wagtail does after each save, for many new questions at once."""

from itertools import batched

from modelsearch.backends import get_search_backends
from wagtail.models import ReferenceIndex
from wagtail.signals import published

from .models import Question

BATCH = 500


def index_new(questions: list[Question]) -> None:
    """Let the search find them and each bank and picture know where it is used.

    For questions that were just made, with their tags in memory; within a transaction.
    """
    for batch in batched(questions, BATCH):
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(Question, list(batch))
        ReferenceIndex.objects.bulk_create(
            [reference for question in batch for reference in _references(question)]
        )
    if questions:
        # Once is enough: whoever hears it forgets everything that was kept.
        published.send(sender=Question, instance=questions[-1])


def _references(question: Question) -> list[ReferenceIndex]:
    content_type = ReferenceIndex._get_base_content_type(question)
    return [
        ReferenceIndex(
            content_type=content_type,
            base_content_type=content_type,
            object_id=question.pk,
            to_content_type_id=to_content_type,
            to_object_id=to_object,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
        for to_content_type, to_object, model_path, content_path in set(
            ReferenceIndex._extract_references_from_object(question)
        )
    ]
