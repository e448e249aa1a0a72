"""A long list: every row stands on exactly one page, in the order of the list, however the page is read."""

import pytest
from django.core.paginator import Paginator
from django.db.models import Count

from payung.reference.models import Area
from payung.ui import lists
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def long(monkeypatch):
    cast.city()
    monkeypatch.setattr(lists.LongListPaginator, "SHORT", 3)
    return Area.objects.select_related("parent").annotate(n=Count("code")).order_by("-name", "pk")


def test_pages_by_key_are_the_pages_of_the_list(long):
    """Seeded bug: forget `bottom` in `LongListPaginator.page`; every page is then the first."""
    usual, by_key = Paginator(long, 7), lists.LongListPaginator(long, 7)
    assert usual.num_pages > 3
    for number in usual.page_range:
        assert [a.pk for a in by_key.page(number)] == [a.pk for a in usual.page(number)]


def test_the_page_is_read_with_what_is_joined(long, django_assert_num_queries):
    paginator = lists.LongListPaginator(long, 7)
    with django_assert_num_queries(3):  # how many, which keys, their rows
        assert all(area.parent is None or area.parent.name for area in paginator.page(2))


def test_what_is_no_plain_list_of_rows_is_left_to_django(long):
    """Values, unions and cut lists have no key to be read by."""
    names = lists.LongListPaginator(Area.objects.order_by("name").values_list("name"), 7)
    assert len(names.page(2)) == 7
    assert len(lists.LongListPaginator(list(range(20)), 7).page(3)) == 6
