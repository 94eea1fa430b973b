"""The language is that of the text, where it is long enough to tell."""

from __future__ import annotations

import pytest

from sitrep.clean.language import find_language

ENGLISH = (
    "The brigade said on Sunday that its troops had left the village after a week of fighting, and nine men died. "
)
UKRAINIAN = (
    "Генеральний штаб повідомив, що за добу відбулося сто сорок бойових зіткнень, ворог завдав ударів по містах."
)
RUSSIAN = "Министерство обороны сообщило, что за сутки уничтожены два склада с боеприпасами и три бронированные машины."

CASES = [
    pytest.param(ENGLISH, ("uk",), "en", id="the-text-outranks-the-declaration"),
    pytest.param(UKRAINIAN, (None,), "uk", id="ukrainian"),
    pytest.param(RUSSIAN, ("en", None), "ru", id="russian-under-an-english-template"),
    pytest.param("Nine men died.", ("en-GB",), "en", id="short-text-as-declared"),
    pytest.param("Nine men died.", (None, "UK_UA"), "uk", id="the-second-declaration-counts"),
    pytest.param("Nine men died.", (None, "", "und", "english"), None, id="nothing-known"),
    pytest.param("1 234 567 - 89; " * 20, (None,), None, id="numbers-are-no-language"),
]


@pytest.mark.parametrize(("text", "declared", "language"), CASES)
def test_the_language_is_known_or_unknown(text: str, declared: tuple[str | None, ...], language: str | None) -> None:
    """Unknown is None."""
    assert find_language(text, *declared) == language
