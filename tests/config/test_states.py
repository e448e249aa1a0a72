"""The pictures of how things move are the tables themselves."""

from payung.config.states import FILE, drawn


def test_the_page_of_states_is_up_to_date():
    assert FILE.read_text(encoding="utf-8") == drawn(), "run: python -m payung.config.states"
