"""What does somebody of a sector do, where, and for how much? As the agency's list tells it."""

from random import Random

Work = dict[str, str | int | float]

_GROUPS = (
    "Sumber Makmur",
    "Tani Jaya",
    "Sri Rejeki",
    "Margo Mulyo",
    "Karya Tani",
    "Sido Makmur",
    "Tunas Harapan",
)
_FARM_JOBS = (("Buruh tani", 46), ("Petani penggarap", 30), ("Petani", 18), ("Buruh tani tembakau", 6))
_CROPS = ("Padi", "Jagung", "Bawang merah", "Tembakau", "Mangga", "Cabai rawit")
_FISH_JOBS = (("ABK", 44), ("Buruh nelayan", 22), ("Nelayan pemilik perahu", 24), ("Nelayan kecil", 10))
_GEAR = ("Jaring insang", "Pancing ulur", "Cantrang mini", "Bubu", "Payang", "Rawai dasar", "Jaring udang")
_BOATS = (
    "Sumber Rejeki",
    "Putra Bahari",
    "Dua Putri",
    "Barokah",
    "Sinar Laut",
    "Mina Jaya",
    "Cahaya Samudra",
)
_HARBOURS = ("PPP Mayangan", "Pelabuhan Tanjung Tembaga", "Pantai Pilang", "Pantai Ketapang")
_TRADES = (
    ("Pedagang keliling", "Bakso keliling"), ("Pedagang makanan", "Warung nasi"), ("Pedagang kelontong", "Toko kelontong"),
    ("Penjahit", "Jahit pakaian"), ("Pembuat kue", "Kue basah"), ("Pengolah ikan", "Ikan asin dan terasi"),
    ("Perajin batik", "Batik tulis"), ("Tukang tambal ban", "Tambal ban"), ("Pedagang sayur", "Sayur keliling"),
    ("Pembuat tempe", "Tempe dan tahu"), ("Pedagang minuman", "Es dan jus"), ("Tukang cukur", "Pangkas rambut"),
)  # fmt: skip
_SHOPS = (
    "Bu Tik",
    "Barokah",
    "Sederhana",
    "Mapan",
    "Berkah Jaya",
    "Rizky",
    "Sumber Rasa",
    "Tiga Saudara",
    "Mandiri",
)
_STALLS = (
    "Pasar Baru",
    "Pasar Wonoasih",
    "Pasar Gotong Royong",
    "Pasar Mangunharjo",
    "Rumah sendiri",
    "Keliling",
)


def work_of(sector: str, village: str, random: Random) -> Work:
    """Cells of one sector: job, work_place, income_rp, and what only this agency writes down."""
    return {"petani": _farm, "nelayan": _sea, "umkm": _business}[sector](village, random)


def _farm(village: str, random: Random) -> Work:
    return {
        "job": _weighted(_FARM_JOBS, random),
        "work_place": f"Sawah {village}",
        "income_rp": random.randrange(600, 2_100, 50) * 1_000,
        "group": f"{random.choice(_GROUPS)} {random.choice(('I', 'II'))}",
        "crop": random.choice(_CROPS),
        "land_ha": random.randrange(5, 60) / 100,
    }


def _sea(village: str, random: Random) -> Work:
    number = f"3574.{random.randrange(10**6):06d}.9" if random.random() < 0.72 else ""  # [dossier 5.3]
    return {
        "job": _weighted(_FISH_JOBS, random),
        "work_place": random.choice(_HARBOURS),
        "income_rp": random.randrange(700, 2_600, 50) * 1_000,
        "kusuka": number,
        "boat": f"KM {random.choice(_BOATS)} {random.randint(1, 40)}",
        "gross_tons": random.choice((1, 2, 3, 3, 5, 5, 7, 10)),
        "gear": random.choice(_GEAR),
    }


def _business(village: str, random: Random) -> Work:
    job, trade = random.choice(_TRADES)
    income = random.randrange(700, 3_100, 50) * 1_000
    return {
        "job": job,
        "work_place": random.choice(_STALLS),
        "income_rp": income,
        "turnover_rp": income * random.randint(2, 5),
        "business": f"{trade} {random.choice(_SHOPS)}",
        "trade": trade,
        "nib": f"0000{random.randrange(10**9):09d}" if random.random() < 0.55 else "",  # a placeholder
    }


def _weighted(choices: tuple[tuple[str, int], ...], random: Random) -> str:
    return random.choices([word for word, _ in choices], [weight for _, weight in choices])[0]
