"""Tables that change once in years: areas, agencies, sectors, holidays, the city itself."""

from uuid import uuid4

from django.db import models

from payung.reference.enums import AreaLevel


class Area(models.Model):
    """A kota, kecamatan or kelurahan with its Kemendagri code ("35.74.01.1001")."""

    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=AreaLevel.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """An office of the city that proposes workers or runs the programme."""

    code = models.SlugField(primary_key=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Sector(models.Model):
    """A kind of work the programme covers, and the agency that proposes its people."""

    code = models.SlugField(primary_key=True)
    name = models.CharField(max_length=60)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="sectors")
    # Whether it carries people or goods (PP 50/2025 Pasal 4): decided by a person; None = its words decide.
    is_transport = models.BooleanField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day on which offices and banks are closed."""

    date = models.DateField(primary_key=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["date"]


class Clinic(models.Model):
    """A clinic or hospital (PLKK) that treats a work accident without payment in advance, as BPJS named it on a day."""

    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200)
    phone = models.CharField(max_length=20, blank=True)
    always_open = models.BooleanField(default=False)
    checked_on = models.DateField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name", "address"], name="clinic_listed_once")]

    def __str__(self) -> str:
        return self.name


class DatedValue(models.Model):
    """A value of the law that this city put over the packaged one: `rules.parameters.Entry` as a row.

    Rows are only added; a later row takes the days of an earlier one. Who asked and who agreed: `office`.
    """

    parameter = models.CharField(max_length=120)
    value = models.JSONField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    unit = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=6)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(effective_to=None)
                | models.Q(effective_to__gte=models.F("effective_from")),
                name="dated_value_ends_after_it_begins",
            )
        ]


class Emblem(models.Model):
    """A coat of arms as it was uploaded. Never changed: signed decrees name the one they were signed with."""

    image = models.BinaryField()  # PNG or JPEG
    added_at = models.DateTimeField()


class City(models.Model):
    """The one city this installation serves: what stands on letters, cards and screens."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=80)  # "Kota Probolinggo"
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    province = models.CharField(max_length=80)
    mayor_title = models.CharField(max_length=40, default="Wali Kota")
    mayor_name = models.CharField(max_length=120, blank=True)
    labour_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    labour_head_name = models.CharField(max_length=120, blank=True)
    labour_head_rank = models.CharField(max_length=60, blank=True)  # "Pembina Utama Muda, IV/c"
    labour_head_nip = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=160, blank=True)  # of the agency, under its name on letters
    emblem = models.ForeignKey(Emblem, models.PROTECT, null=True, related_name="+")
    copies = models.TextField(blank=True)  # tembusan, one a line
    initials = models.TextField(blank=True)  # who puts a paraf before the signature, one office a line
    citations = models.TextField(blank=True)  # "Mengingat" of decrees, one a line; "" is the standard list
    budget_basis = models.TextField(blank=True)  # Perda APBD and Perwal penjabaran of the year, one a line
    wadah_number = models.CharField(max_length=30, blank=True)  # the city's NPP/NPW at BPJS, opaque
    bpjs_branch = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_synthetic = models.BooleanField(default=False)
    law_version = models.UUIDField(default=uuid4)  # another one with every change of values or holidays

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="only_one_city")]

    def __str__(self) -> str:
        return self.name
