"""What a new site says on its home page, whom it names, and who may change it."""

import uuid
from datetime import date

from django.apps import apps as global_apps
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import migrations

READ_ON = "2026-11-01"
IMPACT = "Keeping Children Safe, “Our impact”"
HELPLINES = [
    {
        "country": "Guatemala",
        "name": "Alba-Keneth alert (missing child)",
        "number": "1546",
        "note": "Police: 110",
        "source": "Procuraduría General de la Nación, March 2025",
    },
    {
        "country": "Kenya",
        "name": "Child Helpline",
        "number": "116",
        "note": "Free, day and night",
        "source": "Department of Children’s Services, Childline Kenya",
    },
    {
        "country": "Uruguay",
        "name": "Línea Azul (INAU)",
        "number": "0800 5050",
        "note": "Monday to Friday 8–20, weekends 9–19",
        "source": "INAU; Child Helpline International",
    },
]
TITLE = "Training that keeps children safe"
INTRO = (
    "Short courses for everybody who works with children or near them. Learn on the phone you "
    "have, at your own pace, and leave with a certificate that anybody can verify."
)
BODY = [
    (
        "points",
        {
            "title": "Who it is for",
            "items": [
                {
                    "icon": "people",
                    "title": "You work near children",
                    "text": "Aid workers, coaches, teachers, carers, social workers. You learn what "
                    "harm looks like, what to say when a child tells you, and where to report it.",
                },
                {
                    "icon": "globe",
                    "title": "You are about to deploy",
                    "text": "Soldiers, police officers and civilians on their way to a peace "
                    "operation: the rules, the reasons for them, and the channels that stay open.",
                },
                {
                    "icon": "teach",
                    "title": "You train others",
                    "text": "You write courses, support learners and see who may need help, without "
                    "a change of yours ever taking somebody’s progress away.",
                },
                {
                    "icon": "ready",
                    "title": "You must know who is ready",
                    "text": "Every certificate has a number, an end date and an address where it "
                    "can be checked: today, and in years.",
                },
            ],
        },
    ),
    ("courses", {"title": "Start with a course"}),
    (
        "way",
        {
            "title": "How it works",
            "items": [
                {
                    "title": "Look inside",
                    "text": "Read the first lesson without an account. A lesson takes five to eight "
                    "minutes, and works on a slow line.",
                },
                {
                    "title": "Learn at your pace",
                    "text": "Stop at any time and go on where you were. Hard topics are announced: "
                    "you may skip them, and many have a gentler text to read instead.",
                },
                {
                    "title": "Show what you know",
                    "text": "A quiz of short situations asks what you would do. There is no clock, "
                    "and who does not pass may read again and come back.",
                },
                {
                    "title": "Keep your certificate",
                    "text": "It is yours, as a PDF to print or to send, even when the course changes.",
                },
            ],
        },
    ),
    (
        "verify",
        {
            "title": "Anybody can verify it, in a few seconds",
            "text": "Scan the code on the paper, or type it. The answer says whether the "
            "certificate is valid, expired, replaced or revoked, and what must stand on the paper. "
            "You need no account, and we do not ask who you are.",
        },
    ),
    (
        "stories",
        {
            "title": "The work behind it",
            "intro": "Organisations that protect children have shown for years what changes when "
            "people are trained and rules are lived. We learn from them; they do not run this site.",
            "items": [
                {
                    "place": "Uruguay",
                    "title": "A policy for those who deploy",
                    "text": "In February 2020 a decree approved a child protection policy for the "
                    "personnel that Uruguay sends on United Nations missions. The Ministry of "
                    "Defence had prepared it with UNICEF. A training guide followed in 2021.",
                    "source": "Decree 53/020; Ministry of Defence of Uruguay",
                    "read_on": READ_ON,
                },
                {
                    "place": "Kenya",
                    "title": "Girls who look after girls",
                    "text": "Moving the Goalposts brings girls and young women in coastal Kenya "
                    "together through football. Trained volunteers among them, the Safeguarders, "
                    "notice worries, pass them on and teach others.",
                    "source": IMPACT,
                    "read_on": READ_ON,
                },
                {
                    "place": "Guatemala",
                    "title": "Care that answers for itself",
                    "text": "After a fire in a state home took the lives of 41 girls in 2017, the "
                    "association CONACMI persuaded the Social Welfare Secretariat to adopt a child "
                    "protection policy. It has been put into practice since 2018.",
                    "source": IMPACT,
                    "read_on": READ_ON,
                },
            ],
        },
    ),
]


def write_home_page(apps, schema_editor):
    """Where nobody has written one yet."""
    for page in apps.get_model("home", "HomePage").objects.filter(title="Safe Learning"):
        if not page.body and page.latest_revision_id is None:
            page.title = page.draft_title = TITLE
            page.intro = INTRO
            page.body = [
                {"type": kind, "value": _listed(value), "id": str(uuid.uuid4())}
                for kind, value in BODY
            ]
            page.save()


def _listed(value):
    """Lists as Wagtail keeps them, each item with an id of its own."""
    if "items" not in value:
        return value
    items = [
        {"type": "item", "value": item, "id": str(uuid.uuid4())} for item in value["items"]
    ]
    return {**value, "items": items}


def write_contacts(apps, schema_editor):
    """The focal point is one empty row to be filled in: else looking at its form would make it."""
    apps.get_model("home", "FocalPoint").objects.create()
    Helpline = apps.get_model("home", "Helpline")
    Helpline.objects.bulk_create(
        Helpline(**row, checked_on=date.fromisoformat(READ_ON)) for row in HELPLINES
    )


def let_reviewers_keep_contacts(apps, schema_editor):
    """Reviewers answer for whom the site names."""
    config = global_apps.get_app_config("home")
    create_contenttypes(config, verbosity=0, apps=apps)
    config.models_module, kept = config.models_module or True, config.models_module
    create_permissions(config, verbosity=0, apps=apps)
    config.models_module = kept
    Permission = apps.get_model("auth", "Permission")
    rights = [f"{verb}_helpline" for verb in ("add", "change", "delete", "view")]
    rights.append("change_focalpoint")
    granted = Permission.objects.filter(content_type__app_label="home", codename__in=rights)
    for reviewers in apps.get_model("auth", "Group").objects.filter(name="Course reviewers"):
        reviewers.permissions.add(*granted)


class Migration(migrations.Migration):
    dependencies = [("home", "0003_home_page_and_contacts")]

    operations = [
        migrations.RunPython(write_home_page, migrations.RunPython.noop),
        migrations.RunPython(write_contacts, migrations.RunPython.noop),
        migrations.RunPython(let_reviewers_keep_contacts, migrations.RunPython.noop),
    ]
