"""Argon2id with the least cost, because tests hash hundreds of invented passwords."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """As the real one, and quick."""

    time_cost = 1
    memory_cost = 64
    parallelism = 1
