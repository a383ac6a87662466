"""What the task worker does after the commit."""

from django.tasks import task

from .issuer import status
from .preparing import try_to_prepare


@task(priority=50)  # somebody waits for it; indexing after a big import can come later
def prepare_certificate(certificate_id: int) -> None:
    try_to_prepare(certificate_id=certificate_id)


@task(priority=50)  # whoever verifies elsewhere reads the list
def sign_status_list(number: int) -> None:
    status.sign_changes(number)
