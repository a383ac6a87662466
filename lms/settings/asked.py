"""What ``lms.users`` has to know of the other apps, of which it imports none."""

# Who needs a second step besides who may open Wagtail's admin: questions about a user, by dotted
# path, each answered by True or False.
SECOND_STEP_FOR = ["courses.people.staff.reads_records"]
# What opens with a second step only, below these addresses; learners' pages are not looked at.
# tests/test_access.py finds a page of staff that is elsewhere.
SECOND_STEP_BELOW = ("/admin/", "/facilitate/", "/organisations/", "/rosters/")
# Below those, what people open who are no staff.
SECOND_STEP_NOT_BELOW = ("/rosters/invitations/",)
# Whether an account is of somebody who has no e-mail address here.
HAS_NO_EMAIL = "courses.people.minors.is_of_minor"
# The day of the terms of use that hold, None where there are none.
TERMS_VERSION = "home.standard_pages.terms_version"
