from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "payung.desk"

    def ready(self) -> None:
        from payung.desk.merging import CONCERN  # noqa: PLC0415 (models must be loaded)
        from payung.desk.queue import MENU_COUNTS  # noqa: PLC0415 (models must be loaded)
        from payung.desk.register_lists import LIST_COUNTS  # noqa: PLC0415
        from payung.matching import queries as matching  # noqa: PLC0415
        from payung.people.queries import CONCERNS  # noqa: PLC0415
        from payung.ui.menu import COUNTS  # noqa: PLC0415

        COUNTS.update(MENU_COUNTS)
        CONCERNS[:] = [CONCERN]
        matching.LIST_COUNTS.update(LIST_COUNTS)
