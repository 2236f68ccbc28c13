"""What is a heading and what running text, by cases."""

import pytest

from index.headings import is_heading


@pytest.mark.parametrize(
    ("block", "heading"),
    [
        ("Silent Boats and a Frozen Harbour", True),
        ("City Sold Almost 14 Million Tickets in 2024", True),
        ("Waiting it out", True),
        ("Peace or Rearmament?", True),
        ("What does it mean for the crews?", False),
        ("Why?", False),
        ("It rained.", False),
        ("He said “no.”", False),
        ("Er sagte: „Wir gehen nicht.“", False),
        ("Он ответил: „Нет!“", False),
        ("卢卡申科说：“我们不会参战。”", False),
        ("ベラルーシは派兵しなかった。", False),
        ("बेलारूस ने सेना नहीं भेजी।", False),
        ("لماذا لم ترسل بيلاروسيا قوات؟", False),
        ("بیلاروس نے فوج نہیں بھیجی۔", False),
        ("The boats left Riga.[1][12]", False),
        ("白俄罗斯与战争", True),
        ("Die „stille“ Flotte", True),
        ("- three boats", False),
        ("The crews want:", False),
        ("", False),
        ("***", False),
        ("| Riga | Twelve boats |", False),
        (" ".join(["word"] * 19), False),
    ],
)
def test_is_heading(block, heading):
    assert is_heading(block) is heading
