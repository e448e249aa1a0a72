-- Of these tables the past is kept, so that a report can be made again as it was known at a moment (L14).
-- Lines of an invoice, of an order and of an active list never change by themselves: what they say follows from the
-- paper they stand in (`queries/past.py`), so the bulk of a month costs nothing more.
SELECT keep_past(named) FROM unnest(ARRAY[
    'reference_area', 'reference_sector', 'reference_holiday', 'reference_city', 'reference_agency',
    'programme_fund', 'programme_round', 'programme_quota', 'programme_fundchange', 'programme_fundingspan',
    'people_worker', 'selection_place', 'selection_decree', 'selection_decreeline', 'enrolment_membership',
    'contributions_account', 'contributions_transfer', 'contributions_invoice', 'contributions_difference',
    'contributions_paymentorder', 'contributions_activelist', 'contributions_monthclosing', 'contributions_correction'
]) AS named;
