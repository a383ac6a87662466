"""Who may release: whoever may edit the course and was given the right to make editions.

What is frozen is what reviewers have published, so releasing needs no right to publish.
"""

from courses.catalogue.models import CoursePage


def may_release(user, page: CoursePage) -> bool:
    return user.has_perm("courses.add_edition") and page.permissions_for_user(user).can_edit()
