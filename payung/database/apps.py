from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "payung.database"

    def ready(self) -> None:
        from payung.database.long_lists import register  # noqa: PLC0415 (needs the fields of Django)

        register()
