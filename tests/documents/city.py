"""The synthetic city whose letters the tests write."""

from payung.documents.letterhead import Letterhead, Official

CITY = Letterhead(
    city="Kota Contoh",
    province="Contoh Timur",
    mayor=Official("Wali Kota", "Dra. Contoh Wali"),
    agency="Dinas Tenaga Kerja",
    head=Official("Kepala Dinas Tenaga Kerja", "Contoh Kepala, S.E.", "19700101 199503 1 001"),
    address="Jalan Contoh Nomor 1",
    contact="Telepon 0335-000111",
)
