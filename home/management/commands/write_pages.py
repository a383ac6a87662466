"""Write the first pages of the site in French and Spanish, where nobody has written them."""

from django.core.management.base import BaseCommand

from home import first_pages


class Command(BaseCommand):
    help = "Write the home page, the catalogue and the pages of text in French and Spanish."

    def handle(self, *args, **options) -> None:
        for language in first_pages.languages():
            for page in first_pages.write(language):
                self.stdout.write(f"{language}: {page.title}")
