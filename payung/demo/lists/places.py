"""Where do the people of the sample city live, work and come from?

The 29 kelurahan of Kota Probolinggo with their Kemendagri codes (source: idn-area-data, data ODbL). How people are
spread over them is invented: nobody publishes it by kelurahan.
"""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Kelurahan:
    """`code` is the Kemendagri code with dots; `kecamatan` a name."""

    code: str
    name: str
    kecamatan: str

    @property
    def nik_area(self) -> str:
        return self.code[:8].replace(".", "")


_NAMES = {
    "35.74.01 Kademangan": "1001 Ketapang,1002 Triwung Lor,1003 Triwung Kidul,1007 Pohsangit Kidul,"
    "1008 Kademangan,1009 Pilang",
    "35.74.02 Wonoasih": "1001 Jrebeng Kidul,1002 Pakistaji,1003 Kedunggaleng,1005 Kedung Asem,"
    "1006 Sumber Taman,1007 Wonoasih",
    "35.74.03 Mayangan": "1001 Mayangan,1002 Mangunharjo,1004 Jati,1007 Sukabumi,1010 Wiroborang",
    "35.74.04 Kanigaran": "1001 Tisnonegaran,1002 Sukoharjo,1003 Kanigaran,1004 Kebonsari Wetan,"
    "1005 Curahgrinting,1006 Kebonsari Kulon",
    "35.74.05 Kedopok": "1001 Jrebeng Kulon,1002 Kareng Lor,1003 Sumber Wetan,1004 Jrebeng Lor,"
    "1005 Kedopok,1006 Jrebeng Wetan",
}
KELURAHAN = tuple(
    Kelurahan(f"{kecamatan[:8]}.{entry[:4]}", entry[5:], kecamatan[9:])
    for kecamatan, entries in _NAMES.items()
    for entry in entries.split(",")
)
BY_NAME = {k.name: k for k in KELURAHAN}

# Fields lie in the south and west, boats in the north, shops in the middle.
_BY_KECAMATAN = {
    "petani": {"Kademangan": 22, "Wonoasih": 27, "Mayangan": 2, "Kanigaran": 9, "Kedopok": 30},
    "nelayan": {"Kademangan": 1, "Wonoasih": 0, "Mayangan": 2, "Kanigaran": 1, "Kedopok": 0},
    "umkm": {"Kademangan": 14, "Wonoasih": 14, "Mayangan": 22, "Kanigaran": 24, "Kedopok": 13},
}
_COAST = {"Mayangan": 330, "Mangunharjo": 230, "Sukabumi": 90, "Pilang": 70, "Ketapang": 60, "Jati": 12}
_WEIGHTS = {
    sector: [
        _COAST.get(k.name, by_kecamatan[k.kecamatan]) if sector == "nelayan" else by_kecamatan[k.kecamatan]
        for k in KELURAHAN
    ]
    for sector, by_kecamatan in _BY_KECAMATAN.items()
}

# Half a name that fits several kelurahan.
HALF_NAMES = {
    "Jrebeng": ("Jrebeng Kidul", "Jrebeng Kulon", "Jrebeng Lor", "Jrebeng Wetan"),
    "Triwung": ("Triwung Lor", "Triwung Kidul"),
    "Kebonsari": ("Kebonsari Wetan", "Kebonsari Kulon"),
}
HALF_OF = {full: half for half, fulls in HALF_NAMES.items() for full in fulls}

# Villages of Kabupaten Probolinggo (35.13) around the city: (village, kecamatan, area digits of a NIK).
NEIGHBOURS = (
    ("Kedungdalem", "Dringu", "351319"),
    ("Kalisalam", "Dringu", "351319"),
    ("Pabean", "Dringu", "351319"),
    ("Pesisir", "Sumberasih", "351323"),
    ("Laweyan", "Sumberasih", "351323"),
    ("Muneng", "Sumberasih", "351323"),
    ("Patalan", "Wonomerto", "351320"),
    ("Kerpangan", "Leces", "351305"),
    ("Bayeman", "Tongas", "351322"),
)
MOVED_TO = (
    "Kab. Probolinggo",
    "Kota Surabaya",
    "Kab. Pasuruan",
    "Kab. Sidoarjo",
    "Kota Denpasar",
    "Kab. Jember",
)

_BIRTH_PLACES = {
    "Probolinggo": 790, "Lumajang": 35, "Pasuruan": 33, "Situbondo": 20, "Bondowoso": 18, "Jember": 22,
    "Sumenep": 17, "Sampang": 15, "Pamekasan": 12, "Bangkalan": 8, "Surabaya": 14, "Malang": 10, "Banyuwangi": 6,
}  # fmt: skip
# Area digits of a NIK that was given elsewhere, by place of birth.
_NIK_ELSEWHERE = {
    "Probolinggo": ("351319", "351323", "351322", "351320"), "Lumajang": ("350805", "350810"),
    "Pasuruan": ("351409", "351414"), "Situbondo": ("351206",), "Bondowoso": ("351104",), "Jember": ("350910",),
    "Sumenep": ("352905",), "Sampang": ("352703",), "Pamekasan": ("352804",), "Bangkalan": ("352601",),
    "Surabaya": ("357803", "357812"), "Malang": ("350715",), "Banyuwangi": ("351010",),
}  # fmt: skip
_BEFORE_THE_SPLIT = {"357404": "357403", "357405": "357402"}  # Kanigaran and Kedopok are the youngest

_STREETS = (
    "Jl. Ikan Tongkol", "Jl. Ikan Belanak", "Jl. Ikan Kerapu", "Jl. Brantas", "Jl. Bengawan Solo", "Jl. Serayu",
    "Jl. Mawar", "Jl. Melati", "Jl. Kenanga", "Jl. Cempaka", "Jl. Anggrek", "Jl. Sunan Ampel", "Jl. Sunan Giri",
    "Jl. Sunan Kalijaga", "Jl. KH. Hasan", "Jl. Raya Bromo", "Jl. Merapi", "Jl. Semeru", "Jl. Argopuro",
    "Jl. Prof. Hamka", "Jl. Lumajang", "Jl. Bantaran", "Jl. Slamet Riyadi", "Jl. Mastrip", "Jl. Taman Puspa",
    "Gg. Buntu", "Gg. Manggis", "Gg. Mangga", "Gg. Anggur", "Dusun Krajan", "Dusun Kulon", "Dusun Wetan",
    "Dusun Tengah", "Lingkungan Karanganyar", "Lingkungan Sentono", "Lingkungan Gading",
)  # fmt: skip


def kelurahan_for(sector: str, random: Random) -> Kelurahan:
    return random.choices(KELURAHAN, _WEIGHTS[sector])[0]


def address(random: Random) -> str:
    """A street with or without a house number; alleys and hamlets have none."""
    street = random.choice(_STREETS)
    if street.startswith("Jl.") and random.random() < 0.7:
        return f"{street} No. {random.randint(1, 180)}"
    return street


def birth_place(random: Random) -> str:
    return random.choices(list(_BIRTH_PLACES), list(_BIRTH_PLACES.values()))[0]


def nik_area(home: str, born_in: str, birth_year: int, random: Random) -> str:
    """Where the number was given: mostly here, in the old kecamatan for older people, for some at the birth place."""
    if random.random() < (0.03 if born_in == "Probolinggo" else 0.7):
        return random.choice(_NIK_ELSEWHERE[born_in])
    if birth_year < 1990 and random.random() < 0.6:
        return _BEFORE_THE_SPLIT.get(home, home)
    return home


def respelt(name: str, random: Random) -> str:
    """The same kelurahan in another usual spelling: only spaces, case and the word 'Kel.' differ."""
    ways = [name.upper(), name.lower(), f"Kel. {name}", name.replace(" ", ""), _apart(name)]
    return random.choice([way for way in ways if way != name])


def misspelt(name: str, random: Random) -> str:
    """A slip of the finger: one letter lost or two exchanged, never the name of another kelurahan."""
    taken = {_plain(k.name) for k in KELURAHAN}
    while True:
        at = random.randrange(1, len(name) - 1)
        slip = name[:at] + name[at + 1 :]
        if random.random() < 0.5:
            slip = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        if _plain(slip) not in taken:
            return slip


def _apart(name: str) -> str:
    for end in ("harjo", "grinting", "galeng", "asih", "bumi", "borang"):
        if name.endswith(end) and " " not in name:
            return f"{name[: -len(end)]} {end.title()}"
    return name


def _plain(name: str) -> str:
    return name.replace(" ", "").lower()
