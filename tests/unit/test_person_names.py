from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.analyse.callings import callings
from onrecord.analyse.person_names import Agreement, agreement, person_name

SAME, POSSIBLE, DIFFERENT = Agreement.SAME, Agreement.POSSIBLE, Agreement.DIFFERENT


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Vladimir Putin", "Vladímir Putin", SAME),
        ("Vladimir Putin", "Владимир Путин", SAME),
        ("Vladimir Putin", "Wladimir Putin", SAME),
        ("Vladimir Putin", "Russian President Vladimir Putin", SAME),
        ("Vladimir Putin", "Vladimir Vladimirovich Putin", SAME),
        ("Vladimir Putin", "President Putin", POSSIBLE),
        ("Vladimir Putin", "Mr Putin", POSSIBLE),
        ("Vladimir Putin", "V. Putin", POSSIBLE),
        ("Vladimir Putin", "V.V. Putin", POSSIBLE),
        ("Vladimir Putin", "Mrs Putin", DIFFERENT),
        ("Vladimir Putin", "Lyudmila Putin", DIFFERENT),
        ("Vladimir Putin", "B. Putin", DIFFERENT),
        ("Volodymyr Zelenskyy", "Volodymyr Zelenskiy", SAME),
        ("Volodymyr Zelensky", "Volodymyr Zelenskij", SAME),
        ("Mikhail Gorbachev", "Михаил Горбачёв", SAME),
        ("Mikhail Gorbachev", "Michail Gorbatschow", SAME),
        ("Alexander Novak", "Aleksandr Novak", SAME),
        ("Mohammed al-Sisi", "Muhammad el-Sisi", SAME),
        ("Recep Tayyip Erdoğan", "Tayyip Erdogan", DIFFERENT),
        ("Xi Jinping", "President Xi", POSSIBLE),
        ("Kim Jong-un", "Kim Jong Un", SAME),
        ("Ursula von der Leyen", "von der Leyen", POSSIBLE),
        ("Joe Biden", "Joseph R. Biden Jr", SAME),
        ("George W. Bush", "George H. W. Bush", DIFFERENT),
        ("Tam Ode Jr", "Tam Ode Sr", DIFFERENT),
        ("John Smith", "James Smith", DIFFERENT),
        ("Christina Smith", "Christine Smith", DIFFERENT),
        ("Martin Hansen", "Martin Hanson", DIFFERENT),
        ("Anselm Korvath", "Anselm Norvath", DIFFERENT),
        ("Prime Minister", "Minister", DIFFERENT),
    ],
)
def test_names_agree_as_far_as_they_tell(one, other, expected):
    assert agreement(person_name(one), person_name(other)) is expected
    assert agreement(person_name(other), person_name(one)) is expected


@given(st.text(max_size=40))
def test_any_text_is_taken_apart(text):
    name = person_name(text)
    assert agreement(name, name) in ({DIFFERENT} if not name.key else {POSSIBLE, SAME})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Senator John Smith spoke.", {"politics"}),
        ("John Smith, a striker, spoke.", {"sport"}),
        ("The coach left. John Smith spoke.", set()),
        ("John Smith spoke to a judge.", set()),
        ("John Smith, who met the judge, spoke.", {"law"}),
    ],
)
def test_callings_are_told_beside_the_name(text, expected):
    start = text.index("John")
    assert callings(text, [(start, start + 10)]) == expected
