"""Whose courses these are to edit, and who may release them.

What is frozen is what reviewers have published, so releasing needs no right to publish.
"""

from django.db.models import QuerySet
from wagtail.permissions import policy_registry

from courses.catalogue.models import CoursePage
from courses.editions.models import Course, QuestionVersion

TO_EDIT = ("change", "publish")


def may_release(user, page: CoursePage) -> bool:
    return user.has_perm("courses.add_edition") and page.permissions_for_user(user).can_edit()


def edits_courses(user) -> bool:
    """Whether there may be courses of theirs; costs one query a request."""
    return policy_registry.get_by_type(CoursePage).user_has_any_permission(user, TO_EDIT)


def courses_of(user) -> QuerySet[CoursePage]:
    """The courses somebody may edit or publish, in whatever language."""
    pages = policy_registry.get_by_type(CoursePage).instances_user_has_any_permission_for(
        user, TO_EDIT
    )
    return CoursePage.objects.filter(pk__in=pages.order_by().values("pk"))


def decides_about_released(user) -> bool:
    """Whether there may be released questions that they can have graded anew."""
    return user.has_perm("courses.add_edition")


def may_regrade(user, version: QuestionVersion) -> bool:
    """Who may release every course that has released this version: all of them are touched."""
    if not decides_about_released(user):
        return False
    touched = Course.objects.filter(editions__questions__version=version)
    mine = set(courses_of(user).values_list("translation_key", flat=True))
    return set(touched.values_list("uuid", flat=True)) <= mine
