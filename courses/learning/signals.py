"""What higher apps listen to."""

from django.dispatch import Signal

# Sent inside the transaction that wrote the Completion, with ``completion``.
course_completed = Signal()
