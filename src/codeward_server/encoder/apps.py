"""The Django app of the encoder."""

from django.apps import AppConfig


class EncoderConfig(AppConfig):
    """Code search; it shows no patient."""

    name = "codeward_server.encoder"
    label = "encoder"
    verbose_name = "Encoder"
