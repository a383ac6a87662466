"""Say where to click and how to sign in."""

from django.conf import settings
from django.core.management.base import BaseCommand

from home import demo

PEOPLE = {
    "learner": "half-way through the course",
    "graduate": "finished, with a certificate",
    "facilitator": "sees who is stuck",
    "manager": "sees how the people of an organisation are getting on",
    "author": "writes courses, in Wagtail",
    "reviewer": "approves and publishes, in Wagtail",
    "registrar": "revokes and replaces certificates, in Wagtail",
    "administrator": "keeps the tree of organisations, in Wagtail",
}


class Command(BaseCommand):
    help = "Print the addresses of the site and the demo people (development settings only)."

    def handle(self, *args, **options) -> None:
        base = settings.BASE_URL
        lines = [
            "",
            f"Safe Learning runs at {base}/",
            "",
            f"  Courses      {base}/en/courses/",
            f"  My learning  {base}/my-learning/",
            f"  Wagtail      {base}/admin/",
            f"  Facilitator  {base}/facilitate/",
            f"  Manager      {base}/organisations/",
        ]
        if settings.DEMO:
            lines += [f"  A certificate to verify  {demo.verify_address()}", "", "Sign in as:"]
            lines += [f"  {name + '@example.org':<26}{what}" for name, what in PEOPLE.items()]
            lines += [f"  password for all: {demo.PASSWORD}", ""]
            lines += [f"E-mails are written to {settings.VAR_DIR / 'mail'}"]
        lines += ["Stop with Ctrl-C.", ""]
        self.stdout.write("\n".join(lines))
