"""What higher packages and apps listen to."""

from django.dispatch import Signal

# Sent inside the transaction that erases, with ``person``, while name and account are still there:
# who holds something of the person lets it go. home.privacy.registry listens, for every Held.
person_erased = Signal()

# Sent inside the transaction that merges, with ``kept`` and ``merged``: all that is of ``merged``
# becomes that of ``kept``. home.privacy.registry listens, for every Held.
people_merged = Signal()
