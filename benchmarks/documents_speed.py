"""How long do an annex, the cards and a spreadsheet of 11,023 people take, beside what others would use?

    python benchmarks/documents_speed.py [--people 11023] [--json FILE]

Each runs in a fresh process, on the same synthetic people; its peak memory is the larger of its own and its child's.
Where a line says "x 10", a tenth of the cards was made and the time multiplied: card by card the time grows evenly.
"canvas" is reportlab drawn by hand, without wrapping, fitting or headers: the floor, not a substitute.
Rivals come with the extra `bench`; one that is not installed is left out.
"""

import argparse
import importlib.util
import io
import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from payung.documents import qr
from payung.documents.letterhead import Letterhead, Official
from payung.enrolment.documents.cards import CardCity, CardData, cards_pdf
from payung.selection.documents.annex import AnnexRow, annex_xlsx
from payung.selection.documents.decree import DecreeData, annex_pdf

FIRST = ["Siti", "Ahmad", "Moh.", "Sri", "Abdul", "Nur", "Slamet", "Sumiati", "Hasan", "Umi"]
LAST = [
    "Aminah",
    "Hidayat",
    "Rahmawati",
    "Santoso",
    "Wahyuni",
    "Prasetyo",
    "Kusumawati",
    "Arifin",
    "Lestari",
    "Zainuddin",
]
JOBS = {"Petani": "Buruh tani", "Nelayan": "Nelayan kecil", "UMKM": "Pedagang kaki lima"}
HEADERS = (
    "No.",
    "NIK",
    "Nama",
    "Tempat, tanggal lahir",
    "L/P",
    "Alamat",
    "Kelurahan",
    "Kecamatan",
    "Pekerjaan",
)
WIDTHS_MM = (11, 31, 50, 40, 10, 52, 29, 27, 33)
QUICK_SECONDS = 30  # what is faster runs three times, the best counts: other work on the machine disturbs
SLOW = 10  # a rival marked slow gets a tenth of the people


def people(count: int) -> list[AnnexRow]:
    chance = random.Random(2025)
    return [
        AnnexRow(
            number,
            f"357401{chance.randint(1, 28):02d}0580{9000 + number % 1000:04d}",
            f"{chance.choice(FIRST)} {chance.choice(LAST)}",
            "Probolinggo, 12-05-1980",
            "LP"[number % 2],
            f"Jl. Mastrip {chance.randint(1, 200)} RT {chance.randint(1, 9):03d}/RW {chance.randint(1, 9):03d}",
            chance.choice(("Mayangan", "Sumber Wetan", "Kanigaran")),
            chance.choice(("Mayangan", "Kademangan")),
            JOBS[sector],
            sector,
        )
        for number, sector in enumerate((list(JOBS)[3 * i // count] for i in range(count)), 1)
    ]


def cells(row: AnnexRow) -> list[str]:
    return [str(value) for value in row[:9]]


def code(row: AnnexRow) -> str:
    return f"7QK4-M2XP-{row.number:05d}"


def url(row: AnnexRow) -> str:
    return f"https://payung.kota.example/k/{code(row)}"


# -- ours ------------------------------------------------------------------------------------------------
def annex_payung(rows: list[AnnexRow]) -> bytes:
    head = Letterhead("Kota Contoh", "Contoh", Official("Wali Kota", "Nama"), "Dinas Tenaga Kerja")
    counts = {sector: sum(row.sector == sector for row in rows) for sector in JOBS}
    decree = DecreeData(head, counts, 16_800, 2025 * 12 + 4, 2025 * 12 + 11, 2025, "DBHCHT", is_draft=False)
    return annex_pdf(rows, decree=decree, public=False)


def cards_payung(rows: list[AnnexRow]) -> bytes:
    shown = [
        CardData(row.name, row.job, row.kelurahan, "25012345678", "Mei–Desember 2025", code(row), url(row))
        for row in rows
    ]
    return cards_pdf(shown, city=CardCity("Kota Contoh"))


def xlsx_payung(rows: list[AnnexRow]) -> bytes:
    return annex_xlsx(rows, public=False, title="Lampiran")


# -- beside them ------------------------------------------------------------------------------------------
def annex_reportlab(rows: list[AnnexRow]) -> bytes:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

    style = ParagraphStyle("cell", fontSize=8.4, leading=10)
    wrapped = {2, 5, 8}  # plain strings would run over the neighbour
    body = [[Paragraph(t, style) if i in wrapped else t for i, t in enumerate(cells(row))] for row in rows]
    target = io.BytesIO()
    table = LongTable([HEADERS, *body], colWidths=[width * mm for width in WIDTHS_MM], repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.4, "grey"), ("FONTSIZE", (0, 0), (-1, -1), 8.4)]))
    SimpleDocTemplate(target, pagesize=(330 * mm, 215 * mm)).build([table])
    return target.getvalue()


def annex_canvas(rows: list[AnnexRow]) -> bytes:
    """The fastest there is: drawn by hand, nothing wraps, a long name runs into its neighbour."""
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    page = Canvas(target, pagesize=(330 * mm, 215 * mm))
    for start in range(0, len(rows), 34):
        page.setFont("Helvetica", 8.4)
        for line, row in enumerate([HEADERS, *map(cells, rows[start : start + 34])]):
            y, x = (195 - 5.3 * line) * mm, 18 * mm
            page.line(x, y - 1 * mm, 312 * mm, y - 1 * mm)
            for text, width in zip(row, WIDTHS_MM, strict=True):
                page.drawString(x, y, text)
                x += width * mm
        page.showPage()
    page.save()
    return target.getvalue()


def annex_weasyprint(rows: list[AnnexRow]) -> bytes:
    from weasyprint import HTML

    body = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in cells(row))}</tr>" for row in rows)
    head = "".join(f"<th>{header}</th>" for header in HEADERS)
    style = "@page{size:330mm 215mm;margin:18mm}table{font-size:8.4pt;border-collapse:collapse}td{border:.4pt solid grey}"
    return HTML(
        string=f"<style>{style}</style><table><thead><tr>{head}</tr></thead>{body}</table>"
    ).write_pdf()


def cards_reportlab(rows: list[AnnexRow]) -> bytes:
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing
    from reportlab.lib.units import mm

    def draw(page, row, x, y) -> None:
        drawing = Drawing(23 * mm, 23 * mm)
        drawing.add(QrCodeWidget(url(row), barWidth=23 * mm, barHeight=23 * mm, barLevel="M"))
        renderPDF.draw(drawing, page, x, y)

    return _canvas_cards(rows, draw)


def cards_canvas(rows: list[AnnexRow]) -> bytes:
    """reportlab with our QR: what remains when its slow QR is taken away."""
    from reportlab.lib.units import mm
    from reportlab.lib.utils import ImageReader

    def draw(page, row, x, y) -> None:
        page.drawImage(ImageReader(io.BytesIO(qr.png(url(row)))), x, y, 23 * mm, 23 * mm)

    return _canvas_cards(rows, draw)


def _canvas_cards(rows: list[AnnexRow], draw) -> bytes:
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    page = Canvas(target, pagesize=(210 * mm, 297 * mm))
    for i, row in enumerate(rows):
        x, y = (19.4 + i % 2 * 85.6) * mm, (297 - 13.5 - (i // 2 % 5 + 1) * 54) * mm
        page.rect(x, y + 42 * mm, 85.6 * mm, 12 * mm, fill=1)
        for line, text in enumerate((row.name, row.job, "25012345678", "Mei–Desember 2025", code(row))):
            page.drawString(x + 4 * mm, y + (35 - 5 * line) * mm, text)
        draw(page, row, x + 58 * mm, y + 15 * mm)
        if i % 10 == 9:
            page.showPage()
    page.save()
    return target.getvalue()


def cards_weasyprint(rows: list[AnnexRow]) -> bytes:
    import segno
    from weasyprint import HTML

    card = '<div class=c><h1>Kartu Pelindungan Pekerja Rentan</h1><b>{}</b><p>{}<p>25012345678<p>{}<img src="{}"></div>'
    shown = "".join(
        card.format(row.name, row.job, code(row), segno.make(url(row), error="m").svg_data_uri())
        for row in rows
    )
    style = "@page{size:A4;margin:13mm 19mm}.c{width:85mm;height:53mm;display:inline-block}img{width:23mm}h1{font-size:9pt}"
    return HTML(string=f"<style>{style}</style>{shown}").write_pdf()


def xlsx_openpyxl(rows: list[AnnexRow]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Lampiran")
    for row in ([*HEADERS, "Sektor"], *([*cells(row), row.sector] for row in rows)):
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


# {job: [(contestant, needs, gets one part in ...)]}, ours first
CONTESTS = {
    "annex": [
        (annex_payung, "typst", 1),
        (annex_reportlab, "reportlab", 1),
        (annex_canvas, "reportlab", 1),
        (annex_weasyprint, "weasyprint", 1),
    ],
    "cards": [
        (cards_payung, "typst", 1),
        (cards_reportlab, "reportlab", SLOW),
        (cards_canvas, "reportlab", 1),
        (cards_weasyprint, "weasyprint", SLOW),
    ],
    "xlsx": [(xlsx_payung, "xlsxwriter", 1), (xlsx_openpyxl, "openpyxl", 1)],
}


def run_here(name: str, count: int) -> dict:
    """One contestant in this process."""
    rows = people(count)
    started = time.perf_counter()
    content = globals()[name](rows)
    seconds = time.perf_counter() - started
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"seconds": seconds, "peak_mb": peak / 1024, "megabytes": len(content) / 1e6}


def run_apart(name: str, count: int, part: int) -> dict:
    """One contestant in a fresh process, its time scaled when it got only a part of the people."""
    command = [sys.executable, __file__, "--run", name, "--people", str(count // part)]
    runs = [_run(command)]
    while runs[-1]["seconds"] < QUICK_SECONDS and len(runs) < 3:
        runs.append(_run(command))
    found = min(runs, key=lambda run: run["seconds"])
    return {**found, "seconds": found["seconds"] * part, "scaled_from": count // part if part > 1 else None}


def _run(command: list[str]) -> dict:
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=11_023)
    parser.add_argument("--json")
    parser.add_argument("--run", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.run:
        print(json.dumps(run_here(asked.run, asked.people)))
        return
    print(f"{asked.people:,} people\n{'':20}{'seconds':>9}{'ratio':>8}{'peak MB':>9}{'file MB':>9}")
    results = {}
    for contestants in CONTESTS.values():
        ours = None
        for contestant, needs, part in contestants:
            name = contestant.__name__
            if importlib.util.find_spec(needs) is None:
                print(f"{name:20}  (not installed)")
                continue
            line = run_apart(name, asked.people, part)
            ours = ours or line["seconds"]
            results[name] = line | {"ratio": line["seconds"] / ours}
            scaled = f"  ({line['scaled_from']:,} people x {part})" if part > 1 else ""
            print(
                f"{name:20}{line['seconds']:9.2f}{line['seconds'] / ours:8.1f}{line['peak_mb']:9.0f}"
                f"{line['megabytes']:9.2f}{scaled}",
                flush=True,
            )
    if asked.json:
        Path(asked.json).write_text(
            json.dumps({"people": asked.people, "jobs": results}, indent=2), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
