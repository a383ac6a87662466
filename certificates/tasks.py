"""What the task worker does after the commit."""

from django.tasks import task

from .preparing import try_to_prepare


@task(priority=50)  # somebody waits for it; indexing after a big import can come later
def prepare_certificate(certificate_id: int) -> None:
    try_to_prepare(certificate_id=certificate_id)
