"""What does a city set once for all its letters: its name and coat of arms, its paper and its fonts?"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Paper:
    """Size and margins in millimetres. The default is F4, on which offices print decrees and letters."""

    width_mm: float = 215
    height_mm: float = 330
    top_mm: float = 22
    bottom_mm: float = 25
    left_mm: float = 28
    right_mm: float = 22
    size_pt: float = 11.5
    # The first one this server has. Bonum resembles Bookman; Libertinus Serif travels with typst.
    fonts: tuple[str, ...] = ("Bookman Old Style", "TeX Gyre Bonum", "URW Bookman", "Libertinus Serif")


@dataclass(frozen=True)
class Official:
    """Who signs: "Kepala Dinas ...", the name with titles, rank and NIP (a mayor has neither)."""

    office: str
    name: str = ""
    nip: str = ""
    rank: str = ""  # "Pembina Utama Muda, IV/c"


@dataclass(frozen=True)
class Letterhead:
    """The city and the agency that writes."""

    city: str  # "Kota Probolinggo"
    province: str  # "Jawa Timur"
    mayor: Official
    agency: str = ""  # "Dinas Perindustrian dan Tenaga Kerja"
    head: Official | None = None  # of the agency
    address: str = ""
    contact: str = ""
    coat_of_arms: bytes | None = None  # PNG, JPEG or SVG
    copies: tuple[str, ...] = ()  # tembusan
    initials: tuple[str, ...] = ()  # offices whose paraf stands before the signature
    paper: Paper = field(default_factory=Paper)

    @property
    def place(self) -> str:
        """ "Probolinggo": where letters are dated, and the rest of "Wali Kota ..."."""
        for kind in ("Kota ", "Kabupaten "):
            if self.city.startswith(kind):
                return self.city.removeprefix(kind)
        return self.city

    @property
    def mayor_of_city(self) -> str:
        """ "Wali Kota Probolinggo", "Bupati Tuban"."""
        return f"{self.mayor.office} {self.place}"
