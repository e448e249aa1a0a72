"""How passwords are hashed: Argon2id at 19 MiB, so that twenty people signing in do not take 2 GB."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class FrugalArgon2(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
