from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "payung.selection"

    def ready(self) -> None:
        from payung.programme.actions import BEFORE_CHANGE  # noqa: PLC0415 (models must be loaded)
        from payung.selection.actions import drop_ranks  # noqa: PLC0415

        BEFORE_CHANGE[:] = [drop_ranks]
