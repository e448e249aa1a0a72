"""The people who sign in."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from payung.accounts.enums import ALLOWED, Can, Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person with one role. Scope: an agency operator has an agency, a kelurahan officer a kelurahan."""

    username = models.CharField("Nama pengguna", max_length=60, unique=True)
    full_name = models.CharField("Nama lengkap", max_length=120)
    greeting = models.CharField("Sapaan", max_length=60, blank=True)  # "Bu Rani"
    email = models.EmailField("Surel", blank=True)
    role = models.CharField("Peran", max_length=20, choices=Role.choices)
    agency = models.ForeignKey("reference.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    kelurahan = models.ForeignKey("reference.Area", models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField("Aktif", default=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    objects = UserManager()

    class Meta:
        ordering = ["full_name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(role=Role.AGENCY_OPERATOR) | Q(agency__isnull=False),
                name="agency_operator_has_agency",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.KELURAHAN_OFFICER) | Q(kelurahan__isnull=False),
                name="kelurahan_officer_has_kelurahan",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def may(self, capability: Can) -> bool:
        """Whether this person's role allows it (`accounts.enums.ALLOWED`)."""
        return self.is_active and self.role in ALLOWED[capability]
