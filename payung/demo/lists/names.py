"""What are people called on the Madurese and Javanese coast of East Java, and how do clerks spell it?

Own lists of name parts; whoever bears such a name is meant as little as the John Smith of a textbook.
"""

import re
from random import Random


def _words(text: str) -> list[str]:
    return text.split()


_MEN_FIRST = _words(
    """Abdul Achmad Agus Ahmad Ali Amin Andi Anwar Arif Asmari Bahrul Bambang Basri Budi Buasan Bunawi
Busri Dedi Didik Djumali Dwi Edi Eko Fadil Fathur Fauzi Gatot Hadi Hairul Hamid Hari Haris Hasan Hendra Heri Holil
Husen Imam Indra Irfan Ismail Jamal Joko Jumadi Junaidi Kacong Kasim Khoirul Kusnadi Lukman Luthfi Mahfud Mahrus
Maksum Mansur Marsuki Mashudi Mat Misbahul Miskari Mistari Moh. Muhammad Mujib Mukhlis Mulyono Munir Musleh Mustofa
Nanang Nawawi Ngatiman Niman Nur Nurul Paimin Ponidi Purwanto Rahmat Ridwan Riyanto Rohim Rudi Saiful Salam Saleh
Samsul Sanusi Sapari Satuki Sholeh Slamet Sugeng Sugianto Suhar Sujono Sukardi Sulaiman Sumarto Sunar Suparman
Supriyadi Suryadi Sutikno Sutrisno Suwarno Suyitno Syaiful Taufik Teguh Toha Tohir Totok Tri Untung Usman Wahyu
Wawan Widodo Yanto Yudi Yusuf Zainal Zainul"""
)
_MEN_LAST = _words(
    """Abidin Afandi Alamsyah Alim Amiruddin Anam Anshori Arifin Asyari Aziz Bahri Bakri Basuki Cahyono
Darmawan Dwi Effendi Fadli Fajar Fanani Faruq Firdaus Ghofur Hadi Hakim Halim Hamdani Handoko Haryono Hermanto Hidayat
Huda Ihsan Ilham Iskandar Jailani Jatmiko Jauhari Jazuli Karim Kurniawan Kusuma Latif Lestari Mahmudi Malik Mansyur
Marzuki Maulana Mubarok Mukti Mulyadi Musthofa Nasir Nugroho Nurhadi Pamungkas Prabowo Pranoto Prasetyo Pratama
Purnomo Qodir Rahman Ramadhan Rasyid Rianto Rifai Rohman Rosyidi Ruslan Sahid Salim Santoso Saputra Setiawan Siswanto
Soleh Subagyo Subekti Sucipto Sudarmaji Sugiarto Suharto Sukarno Sulistyo Sunaryo Supardi Suprapto Surahman Susanto
Susilo Sutanto Suwandi Syafii Syamsuri Taufiq Tjahjono Utomo Wahid Wahyudi Wahyono Wardana Wibowo Wicaksono Widianto
Wijaya Winarno Yahya Yulianto Zaini Zakaria Zubaidi"""
)
_MEN_ALONE = _words(
    """Asmat Atmo Bahar Buhari Bukaram Bunali Buradi Buyar Durahem Durasid Jamaluddin Jasuli Juhari
Kamsun Kardi Karsono Kartono Kasdi Kasnadi Kusairi Lasmono Madrai Marhasan Marjuki Marsum Martono Matraji Misdi Misnadi
Misnaji Misnari Misto Moelyono Mudakir Mukri Munasip Munawar Munaji Mursid Nawi Ngatemin Nasum Ngadi Paiman Parmin
Ponimin Ponirin Rasidi Riyadi Rustam Sahrawi Sahri Saman Samiran Sanidin Sarbini Saruji Satiman Satrawi Sipul Siswadi
Soedarmo Soekarman Soemarno Soeparto Soetomo Sodikin Subairi Subakri Sudarsono Sudiryo Suhardi Sukamto Sukur Sumadi
Sumarlan Sunarto Sunyoto Suparno Suraji Suwono Tamin Tarmuji Tasrip Timan Tirto Tohari Tukimin Tumin Wagiman Wakid
Wari Wiryo Yatim Yusup Zaenuri Zubair"""
)
_WOMEN_FIRST = _words(
    """Alfiah Anik Anisa Ari Asmani Atik Ayu Binti Buani Dewi Dian Diana Dwi Eka Endang Enik Erna Ervina
Evi Fatimatus Fitri Halimatus Hanik Hartini Holifah Husnul Ida Iin Ika Indah Ira Istiqomah Jamilatul Jumiati Kartini
Khoirun Khusnul Kiki Lailatul Latifatul Lilik Lina Lis Luluk Maria Mariyatul Maslikah Masruroh Mei Miftahul Misnati
Mudrikah Mufidatul Nanik Nia Nikmatul Ning Novi Nur Nurul Puji Putri Qomariyah Rahayu Ratna Retno Rina Rini Riska
Rizka Robiatul Rofiatul Rohmatul Rukmini Sari Siti Sri Sulis Sumiati Suci Titik Tri Tutik Ulfatul Umi Vina Wahyu Wiwik
Wulan Yanti Yayuk Yuli Yuni Zainab Zulaikha Zumrotul"""
)
_WOMEN_LAST = _words(
    """Aisyah Alfiyah Amalia Aminah Anggraeni Anjarwati Arifah Asiyah Astutik Astuti Azizah Badriyah
Cahyani Choiriyah Damayanti Daniati Ernawati Fadilah Faizah Farida Fatimah Fauziah Fitriani Fitriyah Hamidah Handayani
Hanifah Hartatik Hasanah Hayati Hidayati Hotimah Indahwati Indrawati Insiyah Isnaini Jamilah Jannah Juariyah
Karomah Khasanah Kholifah Komariyah Kurniasih Kusumawati Lestari Lutfiah Mahmudah Maimunah Marfuah Mariyam Maryati
Masitoh Maulida Mufarrohah Muflihah Muniroh Munawaroh Muslimah Mutmainah Ningsih Novitasari Nuraini Nurhayati
Oktaviani Permatasari Prihatin Purwanti Puspitasari Qibtiyah Rahayu Rahmawati Ramadhani Rochmah Rodiyah Rohana Rohimah
Romlah Rosidah Rukayah Saadah Safitri Saidah Salamah Saodah Setyowati Shofiyah Sholehah Solihati Sulastri Sulistyowati
Sundari Supriyati Suryani Susanti Susilowati Sutiyah Suwarni Syafaah Ummah Utami Wahyuni Wardani Widayati Wijayanti
Winarsih Wulandari Yuliati Yuliana Yunita Zahro Zubaidah Zulaihah"""
)
_WOMEN_ALONE = _words(
    """Ashani Asmina Astina Atija Bunima Buniti Busina Buyati Darmi Duriya Erwati Hatija Holipa Jumani
Juma'ati Kamsiya Kasiyati Kasmini Kumala Lasmini Legiyem Maimuna Marsiti Martini Maryam Masudah Misnawati Misyati
Mistin Mujiati Mukarromah Munati Musriati Ngatemi Ngatini Nipa Painah Paini Paisa Ponirah Poniti Ramini Rasmani
Rumyati Sadiya Sainten Saminten Samiya Sanima Sarini Satumi Sawati Sawiyah Soelastri Soemarmi Sofiyah Sriyani Suhaina
Sukarti Sumarni Sumini Sumyati Sunarti Supatmi Supinah Suprihatin Surati Suryati Sutija Sutini Suwati Tasmini Tijani
Tinah Toyibah Tumini Tuminah Wagini Waginah Wiji Yatemi Yatmini"""
)

# One sound, several spellings. The first is how the key writes it.
_SPELLINGS = (
    ("Muhammad", "Moh.", "Muh.", "Mohammad", "Mochamad", "M."),
    ("Ahmad", "Achmad", "Akhmad"),
    ("Abdul", "Abd."),
    ("Siti", "St.", "Sitti"),
    ("Nur", "Noer"),
    ("Yusuf", "Jusuf", "Yusup"),
    ("Saleh", "Sholeh", "Soleh"),
    ("Saiful", "Syaiful", "Saeful"),
)
_COMMON = {"muhammad", "ahmad", "abdul", "siti", "nur", "sri", "dwi", "tri", "nurul"}
_OLD_LETTERS = (("u", "oe"), ("j", "dj"), ("c", "tj"), ("y", "j"))
_TITLES = {"L": ("H.", "H.", "H.", "KH.", "Drs.", "Ust."), "P": ("Hj.", "Hj.", "Dra.", "Ibu")}
_TWIN_STARTS = {"L": (("Hasan", "Husen"), ("Imam", "Iman")), "P": (("Nur", "Nurul"), ("Rina", "Rini"))}


def person_name(sex: str, birth_year: int, random: Random) -> str:
    """A full name as on an identity card. Single names are normal, more so for older people."""
    first, last, alone = _parts(sex)
    if random.random() < (0.30 if birth_year < 1975 else 0.08):
        return random.choice(alone)
    words = [random.choice(first), random.choice(last)]
    if random.random() < 0.13:
        words.insert(1, random.choice(last))
    if words[0] == words[-1]:
        words.pop()
    return " ".join(words)


def twin_names(sex: str, random: Random) -> tuple[str, str]:
    """Two names as twins bear them: Hasan Basuki, Husen Basuki."""
    rest = random.choice(_parts(sex)[1])
    one, other = random.choice(_TWIN_STARTS[sex])
    return f"{one} {rest}", f"{other} {rest}"


def with_title(name: str, sex: str, random: Random) -> str:
    return f"{random.choice(_TITLES[sex])} {name}"


def respelt(name: str, random: Random) -> str:
    """The same name as another clerk hears it: Moh./Muhammad, oe/u, dj/j, h at the end, one letter doubled."""
    for spelling in _SPELLINGS:
        for word in name.split():
            if word in spelling:
                other = random.choice([way for way in spelling if way != word])
                return name.replace(word, other, 1)
    ways = [way for way in (_older(name, random), _without_h(name), _doubled(name)) if way != name]
    return random.choice(ways)


def key(name: str) -> str:
    """A name without its spelling: equal for all that `respelt` makes of it, except slips."""
    return " ".join(_word_key(word) for word in name.split())


def telling_words(name: str) -> frozenset[str]:
    """The words of the key by which a person can be told from others."""
    return frozenset(word for word in key(name).split() if word not in _COMMON)


def _parts(sex: str) -> tuple[list[str], list[str], list[str]]:
    if sex == "P":
        return _WOMEN_FIRST, _WOMEN_LAST, _WOMEN_ALONE
    return _MEN_FIRST, _MEN_LAST, _MEN_ALONE


def _word_key(word: str) -> str:
    for spelling in _SPELLINGS:
        if word in spelling:
            return spelling[0].lower()
    word = word.lower()
    for new, old in _OLD_LETTERS[:3]:
        word = word.replace(old, new)
    word = re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z]", "", word))
    return word.replace("sy", "s").replace("kh", "k").replace("ch", "k").replace("y", "i").removesuffix("h")


def _older(name: str, random: Random) -> str:
    letters = [(new, old) for new, old in _OLD_LETTERS[:3] if new in name.lower() and old not in name.lower()]
    if not letters:
        return name
    new, old = random.choice(letters)
    at = name.lower().index(new)
    return name[:at] + (old.title() if name[at].isupper() else old) + name[at + 1 :]


def _without_h(name: str) -> str:
    return name[:-1] if name.endswith("h") else name


def _doubled(name: str) -> str:
    found = re.search(r"[aiueo]([lmnrs])[aiueo]", name)
    return name[: found.end(1)] + name[found.start(1) :] if found else name + name[-1]
