"""Short sentences as agencies write them, by phenomenon, with what each of them counts."""

import datetime as dt

import pytest

from sitrep.extract import extract_document

PUBLISHED = dt.date(2024, 5, 15)


def counts(text: str) -> set[str]:
    """The figures as short lines: value, effect, entity."""
    found = extract_document("x", None, text, PUBLISHED)["figures"]
    return {f"{f['value']:g} {f['effect']} {f['entity']}" for f in found}


SHARES = [
    ("Two people, one of them a teenager, were killed in Sumy.", {"2 killed person", "1 killed child"}),
    ("Four people, two of them children, have been wounded.", {"4 wounded person", "2 wounded child"}),
    ("Seven people, among them a policeman, were injured.", {"7 wounded person", "1 wounded person"}),
    ("Six people, all of them railway workers, were wounded.", {"6 wounded person"}),
    ("Two of the wounded are women; one is a nurse.", {"2 wounded person", "1 wounded person"}),
    ("The dead include a pregnant woman and a 12-year-old girl.", {"1 killed person", "1 killed child"}),
    ("Three rockets hit the depot and a fourth was shot down.", {"3 launched missile", "1 intercepted missile"}),
    ("Two people were killed and a third died in hospital.", {"2 killed person", "1 killed person"}),
    (
        "Three Su-34s were shot down in the east and another in the south.",
        {"3 intercepted aircraft", "1 intercepted aircraft"},
    ),
    ("A third of the drones were shot down.", set()),
    ("One attack came after another in the south and two people were killed.", {"2 killed person"}),
    ("Three men aged 34, 45 and 61 were killed.", {"3 killed person"}),
    ("Two women, 61 and 72, were injured in Nikopol.", {"2 wounded person"}),
    ("Two men, aged 40 and 52, were wounded.", {"2 wounded person"}),
    (
        "Russia fired 20 missiles and 90 drones; all but four of the drones were downed.",
        {"20 launched missile", "90 launched drone"},
    ),
]
BODIES = [
    (
        "Rescuers found the bodies of two men and a woman under the rubble.",
        {"2 killed person", "1 killed person"},
    ),
    ("The body of a 10-year-old boy was recovered from the ruins.", {"1 killed child"}),
    ("Rescue workers pulled the bodies of five people from the rubble.", {"5 killed person"}),
    ("Rescuers pulled two people alive from the rubble of the house.", {"2 evacuated person"}),
    ("Ukraine returned the bodies of 19 soldiers to Russia.", {"19 exchanged military"}),
]
ZEROS = [
    ("No-one was hurt, the governor said.", {"0 casualties person"}),
    ("There was no loss of life, the mayor said.", {"0 killed person"}),
    ("None of the employees were injured.", {"0 casualties person"}),
    ("There were no injuries among the civilian population, the mayor said.", {"0 casualties civilian"}),
    ("There is no life in the ruins.", set()),
]
HARM = [
    ("Windows were blown out in 12 apartment buildings.", {"12 damaged building"}),
    ("Shrapnel smashed the windows of two schools.", {"2 damaged building"}),
    ("A Russian bomb levelled three houses in Lyptsi.", {"3 destroyed building"}),
    ("Debris fell on two houses in the Solomianskyi district.", {"2 damaged building"}),
    ("Several houses were set ablaze in the shelling.", {"3 damaged building"}),
    ("About 20 homes were left without roofs in Shebekino.", {"20 damaged building"}),
]
FORCES = [
    ("Ukrainian troops in Kursk are facing about 50,000 Russian soldiers, Kyiv says.", {"50000 deployed military"}),
    ("Some 300,000 Russian troops are now inside Ukraine, the service says.", {"300000 deployed military"}),
    ("The salvo consisted of 65 attack weapons, the Air Force said.", {"65 launched missile"}),
    (
        "Russian combat losses have reached about 487,000, with 1,200 added over the past day.",
        {"487000 casualties military", "1200 casualties military"},
    ),
]
SECOND_VALUES = [
    (
        "The staff said 840 Russian soldiers died on Tuesday, compared with 920 the day before.",
        {"840 killed military", "920 killed military"},
    ),
    (
        "Eleven residents are missing in Dnipro, fewer than the 20 reported on Tuesday.",
        {"11 missing person", "20 missing person"},
    ),
    ("The toll was put at 21, not 23 as reported earlier.", {"21 killed person", "23 killed person"}),
    (
        "Moscow says it mobilised 300,000 reservists; Kyiv believes the number is 500,000.",
        {"300000 mobilised military", "500000 mobilised military"},
    ),
    (
        "Russia fired 55 missiles, of which 47 were shot down; on 10 October it fired 84.",
        {"55 launched missile", "47 intercepted missile", "84 launched missile"},
    ),
    (
        "Ukraine shot down 29 of 35 drones and all three cruise missiles that Russia fired overnight.",
        {"29 intercepted drone", "35 launched drone", "3 intercepted missile", "3 launched missile"},
    ),
    (
        "Air defences downed 87 drones over eight regions, including 32 over Bryansk and nine over Kaluga.",
        {"87 intercepted drone", "32 intercepted drone", "9 intercepted drone"},
    ),
    ("The drones came in three waves; 19 were downed.", {"19 intercepted drone"}),
]
FATES = [
    ("About 600 servicemen lived in the dormitory.", {"600 deployed military"}),
    ("The barracks housed 200 soldiers, the ministry said.", {"200 deployed military"}),
    ("The convoy took out 35 civilians.", {"35 evacuated civilian"}),
    ("A strike took out 35 occupiers.", {"35 killed military"}),
    ("More than 7,000 Ukrainian prisoners of war are held in Russia.", {"7000 captured military"}),
    ("The fate of 13 sailors is unknown.", {"13 missing military"}),
    ("A blast killed 16 people. Another 33 needed treatment.", {"16 killed person", "33 wounded person"}),
    ("An 8-year-old girl was killed and her mother was wounded.", {"1 killed child", "1 wounded person"}),
    (
        "The shelling killed a man and wounded a woman. Her husband was also wounded.",
        {"1 killed person", "1 wounded person"},
    ),
    ("The region came under fire 120 times during the day.", {"120 carried_out attack"}),
    ("About 400 people will need new homes after the strike.", {"400 displaced person"}),
    ("Two drones crashed into an oil depot.", {"2 launched drone"}),
]
NO_FIGURES = [
    "A battalion of 31 Abrams tanks will be sent to Ukraine.",
    "Police detained 13 people at the rally in Moscow.",
    "A court jailed two men for treason.",
    "The exhibition showed 25 photographs of soldiers killed in the war.",
    "There was no information on damage or casualties.",
    "Some 5,000 civilians are left in the town, 140 of them children.",
    "Hundreds of mourners attended the funeral of three soldiers.",
    "More than 100 witnesses have been questioned.",
    "Psychologists helped 46 people at the site.",
]


@pytest.mark.parametrize("text", NO_FIGURES)
def test_a_sentence_of_other_things_counts_nothing(text: str) -> None:
    assert counts(text) == set()


@pytest.mark.parametrize(("text", "expected"), [*SECOND_VALUES, *FATES, *SHARES, *BODIES, *ZEROS, *HARM, *FORCES])
def test_an_agency_sentence_counts_this(text: str, expected: set[str]) -> None:
    assert counts(text) == expected
