from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "lms.files"
    label = "files"
    verbose_name = "Files"
