"""What certificates.py measures, run in the environment of the measured site."""

import sys
from collections.abc import Iterator
from itertools import chain
from time import process_time

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from certificates.issuer import keys  # noqa: E402
from certificates.models import Certificate  # noqa: E402
from certificates.preparing import prepare  # noqa: E402
from courses.learning.services import mark_done  # noqa: E402
from tests.certificates.builders import make_offering  # noqa: E402
from tests.crowd import make_crowd  # noqa: E402

SIZES = (1_000, 1_000_000)
PREPARED, AIM = 200, 80  # certificates, and how many a second
REQUESTS = 300
SQLITE = {
    "series": (
        "WITH RECURSIVE series(n) AS "
        "(SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {count})"
    ),
    "letters": "hex(randomblob(6))",
    "uuid": "lower(hex(randomblob(16)))",
}
POSTGRESQL = {
    "series": "WITH series(n) AS (SELECT generate_series(1, {count}))",
    "letters": "upper(substr(md5(random()::text), 1, 12))",
    "uuid": "gen_random_uuid()",
}


def issuing() -> Iterator[str]:
    keys.make()
    offering = make_offering()
    lesson = offering.course.current_edition.items.get()
    for enrolment in make_crowd(offering, PREPARED):
        mark_done(enrolment=enrolment, item_uuid=lesson.item_uuid)
    waiting = list(Certificate.objects.unprepared())
    prepare(certificate=waiting.pop())  # reads fonts and contexts, once in a process
    started = process_time()
    for certificate in waiting:
        prepare(certificate=certificate)
    rate = len(waiting) / (process_time() - started)
    missed = "" if rate >= AIM else " ✗"
    yield f"signed, drawn and kept: {rate:.0f} certificates a second on a core (aim {AIM}){missed}"


def verifying() -> Iterator[str]:
    plans = []
    for size in SIZES:
        copy(size - Certificate.objects.count())
        code = Certificate.objects.order_by("-pk").values_list("code", flat=True)[0]
        plans.append(Certificate.objects.with_ending().filter(code=code).explain())
        page, data = (cost(f"/verify/{code}{end}") for end in ("/", ".json"))
        yield f"{size:>9,} certificates: page {page:.2f} ms, JSON {data:.2f} ms of CPU"
    same = shape(plans[0]) == shape(plans[1])
    yield f"the plan of the query is {'the same' if same else 'ANOTHER ONE ✗'}:\n{plans[-1]}"


def shape(plan: str) -> list[str]:
    """The steps, without the numbers that PostgreSQL adds."""
    lines = [line.split("(cost")[0].rstrip() for line in plan.splitlines()]
    return [line for line in lines if "Cond:" not in line]


def cost(address: str) -> float:
    """Milliseconds of one request, in this process."""
    settings.VERIFY_REQUESTS_PER_MINUTE = 10**9
    client = Client(SERVER_NAME="127.0.0.1", headers={"x-forwarded-proto": "https"})
    assert client.get(address).status_code == 200
    started = process_time()
    for _time in range(REQUESTS):
        client.get(address)
    return 1000 * (process_time() - started) / REQUESTS


def copy(count: int) -> None:
    """So many copies of one certificate, made by the database; each with names of its own."""
    words = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    own = {
        "uuid": words["uuid"],
        "completion_uuid": words["uuid"],
        "code": words["letters"],
        "number": f"'2026-' || {words['letters']}",
        "status_list_id": "NULL",
        "status_index": "NULL",
        "credential": "''",
    }
    columns = [field.column for field in Certificate._meta.concrete_fields if field.column != "id"]
    values = ", ".join(own.get(column, f"one.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO certificates_certificate ({', '.join(columns)}) "  # noqa: S608 (ours)
            f"{words['series'].format(count=count)} SELECT {values} FROM series, "
            "(SELECT * FROM certificates_certificate ORDER BY id LIMIT 1) one"
        )
        cursor.execute("ANALYZE certificates_certificate")


if __name__ == "__main__":
    call_command("collectstatic", interactive=False, verbosity=0)
    for measured in chain(issuing(), verifying()):
        sys.stdout.write(f"{measured}\n")
        sys.stdout.flush()
