"""How a form is drawn: one field template for label, hint, error and control."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    pass
