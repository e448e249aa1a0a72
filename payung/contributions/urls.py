from django.urls import path

from payung.contributions import (
    money_views,
    month_views,
    protection_views,
    reconcile_views,
    renewal_views,
    views,
)

urlpatterns = [
    path("iuran/", views.grid, name="contributions"),
    path("perpanjangan/", renewal_views.renewal, name="renewal"),
    path("perpanjangan/<int:round_id>/<int:next_id>/", renewal_views.renew, name="renew"),
    path("pelindungan/", protection_views.protected, name="protected"),
    path(
        "iuran/putaran/<int:round_id>/<int:month>/cocok/",
        reconcile_views.reconciliation,
        name="reconciliation",
    ),
    path(
        "iuran/putaran/<int:round_id>/<int:month>/aktif/",
        reconcile_views.receive_active,
        name="active_list_receive",
    ),
    path("iuran/putaran/<int:round_id>/<int:month>/", month_views.month, name="month"),
    path("iuran/putaran/<int:round_id>/<int:month>/bayar/", month_views.payable, name="payable"),
    path(
        "iuran/putaran/<int:round_id>/<int:month>/berhenti/<int:membership_id>/",
        month_views.stop,
        name="month_stop",
    ),
    path("iuran/perintah/<int:order_id>/surat/", month_views.letter, name="order_letter"),
    path("iuran/putaran/<int:round_id>/terima/", views.receive, name="invoice_receive"),
    path("iuran/putaran/<int:round_id>/format/<int:month>/", views.invoice_template, name="invoice_template"),
    path("iuran/tagihan/<int:invoice_id>/", views.invoice, name="invoice"),
    path("iuran/tagihan/<int:invoice_id>/periksa/", views.recheck, name="invoice_recheck"),
    path("iuran/tagihan/<int:invoice_id>/perintah/", views.create, name="order_create"),
    path("iuran/perintah/<int:order_id>/", views.order, name="payment_order"),
    path("iuran/perintah/<int:order_id>/verifikasi/", views.verify, name="order_verify"),
    path("iuran/perintah/<int:order_id>/setujui/", views.approve, name="order_approve"),
    path("iuran/perintah/<int:order_id>/bayar/", views.pay, name="order_pay"),
    path("iuran/perintah/<int:order_id>/batal/", views.void, name="order_void"),
    path("iuran/perintah/<int:order_id>/lembar.pdf", views.order_sheet, name="order_sheet"),
    path("iuran/perintah/<int:order_id>/bukti/", views.proof, name="order_proof"),
    path("iuran/dana/<int:fund_id>/pagu/", money_views.amend, name="fund_amend"),
    path("iuran/dana/<int:fund_id>/bayar-dari/", money_views.pay_from, name="fund_pay_from"),
    path("iuran/realisasi/", money_views.realisation, name="realisation"),
    path(
        "iuran/realisasi/<int:year>/laporan.<str:kind>",
        money_views.realisation_paper,
        name="realisation_paper",
    ),
    path("iuran/dana/", money_views.balances, name="fund_balances"),
    path("iuran/dana/<int:fund_id>/", money_views.transfers, name="fund_transfers"),
]
