"""Words for a person's sex and for kinship."""

from django.db.models import TextChoices


class Sex(TextChoices):
    MALE = "L", "Laki-laki"
    FEMALE = "P", "Perempuan"


class Kin(TextChoices):
    """As PP 44/2015 Pasal 37 counts them; the same words as `rules.heirs`."""

    JANDA = "janda", "Janda (istri)"
    DUDA = "duda", "Duda (suami)"
    ANAK = "anak", "Anak"
    CUCU = "cucu", "Cucu"
    ORANG_TUA = "orang_tua", "Orang tua"
    KAKEK_NENEK = "kakek_nenek", "Kakek/nenek"
    SAUDARA_KANDUNG = "saudara_kandung", "Saudara kandung"
    MERTUA = "mertua", "Mertua"
    PENERIMA_WASIAT = "penerima_wasiat", "Penerima wasiat"
