"""English is read, other languages are named, and what is too short to tell is read."""

from __future__ import annotations

import pytest

from kazkg.reading.language import foreign_language

ENGLISH = [
    "Two dead.",
    "Ministry: 5 killed, 10 hurt",
    "Tokyo, Osaka, Kyoto",
    "12 345",
    "Floods have hit three provinces since Sunday and at least forty people are missing, the governor said.",
    "FLOODS HAVE HIT THREE PROVINCES SINCE SUNDAY AND AT LEAST FORTY PEOPLE ARE MISSING, THE GOVERNOR SAID.",
    "Gen. Abdel Fattah al-Burhan and Mohamed Hamdan Dagalo met Volker Perthes, Moussa Faki and Workneh Gebeyehu.",
    "The daily “Комсомольская правда” said on Monday that the bridge had been closed to lorries for a week.",
]
FOREIGN = [
    ("Полиция задержала около двухсот человек, сообщило министерство внутренних дел страны в четверг.", "Russian"),
    ("Полиция қалада екі жүзге жуық адамды ұстады, деп хабарлады Ішкі істер министрлігі бейсенбі күні.", "Kazakh"),
    ("Поліція затримала близько двохсот людей, повідомило міністерство внутрішніх справ країни в четвер.", "Ukrainian"),
    ("Die Polizei hat in der Stadt etwa zweihundert Menschen festgenommen, teilte das Ministerium mit.", "German"),
    ("La police a arrêté environ deux cents personnes dans la ville, a annoncé le ministère jeudi.", "French"),
    ("Polis şehirde yaklaşık iki yüz kişiyi gözaltına aldı, İçişleri Bakanlığı perşembe günü açıkladı.", "Turkish"),
    ("اعتقلت الشرطة نحو مئتي شخص في المدينة، بحسب ما أعلنت وزارة الداخلية يوم الخميس.", "Arabic"),
    ("警方周四表示，该市约有两百人被捕，内政部发言人说。", "Chinese"),
    ("Войска вошли в город", "Russian"),
]


@pytest.mark.parametrize("text", ENGLISH)
def test_read(text: str) -> None:
    assert foreign_language(text) is None


@pytest.mark.parametrize(("text", "name"), FOREIGN)
def test_named(text: str, name: str) -> None:
    found = foreign_language(text)
    assert found is not None
    assert found[0] == name
    assert 0 < found[1] <= 1


def test_a_long_article_is_judged_by_its_beginning_and_middle() -> None:
    english = "The rain has stopped at last and the rivers are falling, the office said on Friday. " * 40
    russian = "Дождь наконец прекратился, и уровень воды в реках падает, сообщили в пятницу. " * 40
    assert foreign_language(english + russian[:500]) is None
    assert foreign_language(russian + english[:500]) is not None
