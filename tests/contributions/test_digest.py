"""What three people sign is one digest: the same for the same lines, another for any change."""

from uuid import UUID

from hypothesis import assume, given
from hypothesis import strategies as st

from payung.contributions.digest import DigestLine, order_digest

lines = st.builds(
    DigestLine,
    membership_id=st.integers(1, 10**6),
    worker_id=st.integers(1, 10**6).map(lambda n: UUID(int=n)),
    kpj=st.from_regex(r"[0-9A-Z]{11}", fullmatch=True),
    amount_rp=st.integers(1, 10**9),
)


def digest(listed, fund_id=1, month=24305):
    return order_digest(fund_id=fund_id, month=month, lines=listed)


@given(st.lists(lines, max_size=8).flatmap(lambda ls: st.tuples(st.just(ls), st.permutations(ls))))
def test_the_order_of_the_lines_does_not_matter(pair):
    assert digest(pair[0]) == digest(pair[1])


@given(st.lists(lines, min_size=1, max_size=8), st.data())
def test_any_change_gives_another_digest(listed, data):
    place = data.draw(st.integers(0, len(listed) - 1))
    changed = data.draw(lines)
    assume(changed != listed[place])
    assert digest([*listed[:place], changed, *listed[place + 1 :]]) != digest(listed)
    assert digest(listed[1:]) != digest(listed)
    assert digest(listed, fund_id=2) != digest(listed) != digest(listed, month=24306)
