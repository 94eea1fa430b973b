"""A record counts on the days when it happened: one row a phenomenon, published on Thursday 16 May 2024."""

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.errors import LexiconError
from sitrep.extract import theatre
from sitrep.extract.analysis import Analysis
from sitrep.extract.dates import find_dates
from sitrep.extract.dating import RULES, date_record
from sitrep.extract.mentions import Dating, Draft, Voice
from sitrep.extract.text import read_document
from sitrep.records import Kind, Status

PUBLISHED = dt.date(2024, 5, 16)


def day(text: str | None) -> dt.date | None:
    """Read "05-14" as a day of 2024, "2023-05-14" as it stands."""
    if text is None:
        return None
    return dt.date.fromisoformat(text if len(text) == 10 else f"2024-{text}")


def date_marked(
    marked: str,
    what: str = "killed",
    kind: Kind | None = "incident",
    status: Status = "asserted",
    *,
    title: str = "",
    published: dt.date | None = PUBLISHED,
) -> Dating:
    """Date the record whose quote stands in square brackets, in title or body."""
    whole = f"{title}\n\n{marked}" if title else marked
    start, end = whole.index("["), whole.index("]") - 1
    clean = str.maketrans("", "", "[]")
    document = read_document(title.translate(clean), marked.translate(clean), published)
    analysis = Analysis(document, dates=find_dates(document.text, published))
    draft = Draft(start=start, end=end, anchor=start, what=what, entity=None, side=None, kind=kind)
    voice = Voice(claimant=None, claimant_id=None, claimant_side=None, status=status, rule="test")
    return date_record(analysis, draft, voice)


# rule | kind, what, status | first .. last; below it the text with its quote in brackets, ¶ for a new paragraph
TABLE = """
day-of-statement | incident killed | 05-15 .. 05-15
    The governor said on Wednesday that [three people had been killed] in Orikhiv.
day-of-statement | incident killed | 05-15 .. 05-15
    On Wednesday, the governor said [a shell had killed three people].
day-of-statement | incident killed | 05-15 .. 05-15
    The governor told reporters in Dnipro late on Wednesday that shells [had killed three people].
day-of-statement | event territorial_change | 05-15 .. 05-15
    In a statement on Wednesday, the ministry said its forces [had captured the village].
day-of-statement | incident launched | 05-14 .. 05-14
    The ministry's 14 May update says that [three missiles] were launched.
evening-report | period carried_out | 05-16 .. 05-16
    As of 18:00, the enemy had made [40 assaults].
day-of-statement | event territorial_change | 05-15 .. 05-15
    Russian troops [captured the village of Lypove], the Defence Ministry in Moscow said on Wednesday.
day-of-statement | event territorial_change | 05-15 .. 05-15
    Russia's Defence Ministry said on Wednesday that its forces [had taken control of Lypove].
day-of-statement | event territorial_change | 05-15 .. 05-15
    Russia's Defence Ministry claimed the [capture of Lypove] on Wednesday.
day-of-statement | event ground_attack | 05-16 .. 05-16
    The General Staff said on Thursday morning that [clashes] near Lypove were continuing.
day-of-told-statement | incident killed | 05-14 .. 05-14
    LVIV, 14 (AGENCY) The army [has killed 70 soldiers] near Orikhiv.
forecast | event ground_attack forecast | 06-01 .. -
    [A new assault] could begin around 1 June, the general said.
forecast-end | incident deployed forecast | - .. 12-31
    Ukraine will receive [40 tanks] by the end of the year.
growing-count | event evacuation | - .. 05-16
    [All residents have been evacuated] from Orikhiv.
lead-date | incident wounded | 05-14 .. 05-14
    A missile hit a market in Orikhiv on Tuesday. ¶ Rescuers worked for hours. [Nine people were wounded], the
    mayor said on Wednesday.
lead-dated-below | incident killed | 05-15 .. 05-15
    A strike on a clinic in Orikhiv [killed four people], the governor said on Thursday. A bomb hit the building
    on Wednesday evening.
length | period destroyed | 05-15 .. 05-16
    They lost [25 tanks] in two days.
length | period killed | 05-05 .. 05-16
    [1,500 people died] in 12 days of shelling.
length | period casualties | 05-15 .. 05-16
    Ukraine lost [1,500 soldiers] in a day, Shoigu said.
level-at-publication | stock deployed | 05-15 .. 05-15
    There are [20,000 troops] near the border, he said on Wednesday.
level-at-publication | stock deployed | 05-16 .. 05-16
    After losing the bridge on Monday, the brigade is now holding [four villages].
level-at-publication | stock deployed | 05-16 .. 05-16
    Up to [35,000 Russian troops] are massed near Kharkiv, according to Budanov.
total-of-the-report | cumulative destroyed | 2022-02-24 .. 05-15
    Total losses of the enemy from 24.02.22 to 15.05.24 are: ¶ [tanks: 7,500]
losses-of-a-side | cumulative destroyed | 2022-02-24 .. 05-16
    Russia's losses since it began the invasion are listed below. ¶ [tanks: 7,500]
night-before-telling | event strike | 05-15 .. 05-16
    At night, the enemy [struck Odesa] with two missiles.
night-before-telling | event strike | 05-15 .. 05-16
    A missile [hit a warehouse] in Odesa at night, the mayor said on Thursday.
no-word-of-time | incident killed | - .. -
    [Three people were killed] in Orikhiv, the governor said.
no-word-of-time | incident killed | - .. -
      • In Sumy, a mine [killed a farmer].
open-start | event ground_attack | - .. 05-16
    [Heavy fighting] has raged for months near Orikhiv.
own-date | incident killed | 05-14 .. 05-14
    [Three people were killed] in Orikhiv on Tuesday, the governor said.
own-date | incident killed | 05-14 .. 05-14
    [Three people were killed] in Orikhiv on Tuesday, the governor said on Wednesday.
own-date | period intercepted | 05-15 .. 05-16
    Overnight, [12 drones] were shot down over Poltava.
own-date | period intercepted | 05-13 .. 05-14
    The air force shot down [12 drones] overnight into Tuesday.
own-date | period casualties | 05-15 .. 05-16
    Over the past day, the enemy lost [840 troops].
own-date | period carried_out | 05-15 .. 05-16
    In the last 24 hours the enemy made [31 assaults].
own-date | incident killed | 05-11 .. 05-11
    Rescuers on Wednesday searched the ruins of a block of flats. The death toll from Saturday's strike rose to
    [40].
own-date | period intercepted | 05-13 .. 05-14
    On the night of 14 May, the defenders downed [seven drones].
own-date | period carried_out | 05-01 .. 05-07
    From 1 to 7 May, monitors recorded [14 attacks].
own-date | event territorial_change | 05-15 .. 05-15
    "Today we [took the village]," the colonel said on Wednesday.
own-date | period intercepted | 05-13 .. 05-16
    Since Monday, [14 drones] have been downed there.
own-date | event ground_attack | 05-10 .. 05-16
    The army [launched an offensive] towards Orikhiv on 10 May.
own-date | period killed | 2023-01-01 .. 2023-12-31
    Last year, [4,000 people] were killed there.
own-date | period casualties | 04-01 .. 04-30
    In April the enemy lost [30,000 troops].
own-date | period casualties | 05-01 .. 05-16
    This month the enemy has lost [15,000 troops].
own-date | period launched | 05-02 .. 05-09
    Between 2 and 9 May [60 bombs] fell on the city.
own-date | incident killed | 05-13 .. 05-13
    On Monday night a drone [killed two] guards.
own-date | period wounded | 05-15 .. 05-15
    The region was shelled 12 times on Wednesday, wounding [four people].
own-date | incident mobilised forecast | 06-01 .. 06-30
    The army expects to call up [50,000 men] next month.
own-date | incident killed | 05-04 .. 05-04
    On 3 May a drone hit a bus. The day after, [six people] died in a second strike.
day-of-statement | incident killed | 05-14 .. 05-14
    Police found [two bodies] at the site of a strike on Tuesday.
own-date | incident killed | 05-14 .. 05-14
    [Two people died] on Tuesday when a shell hit a bus.
own-date | incident killed | 05-14 .. 05-14
    [Two people died] when a shell hit a bus on Tuesday.
own-date | event ground_attack | 05-16 .. 05-16
    The general said [the enemy attacked] 12 times during the day.
own-date | incident wounded | 05-14 .. 05-14
    The blast, which happened on Tuesday, [injured five].
own-date | period launched | 05-15 .. 05-16
    Of the [31 drones] launched overnight, 28 were downed.
own-date | period launched | 05-13 .. 05-15
    Between Monday and Wednesday [60 shells] fell.
own-date | event territorial_change | 2023-09-01 .. 2023-09-30
    The village [was retaken] last September.
own-date | event territorial_change | 2022-09-01 .. 2022-11-30
    Kyiv [retook the village] in autumn 2022.
own-date | period carried_out | 05-16 .. 05-16
    The enemy has [made 40 assaults] since the beginning of the day.
own-date | event strike | 05-15 .. 05-15
    Russian forces [shelled Orikhiv] with mortars on Wednesday evening, wounding a farmer, Governor Petrenko
    reported on Telegram.
own-date | event strike | 05-16 .. 05-16
    Governor Petrenko said a drone [attacked an oil depot] in his region in the early hours of Thursday.
own-date | event prisoner_exchange | 05-14 .. 05-14
    Russia and Ukraine [exchanged 90 prisoners] on Tuesday, the first swap in two months.
own-date | event evacuation | 05-10 .. 05-10
    Authorities began [evacuating residents] of border villages on Friday.
own-date | event explosion | 05-16 .. 05-16
    [Explosions were heard] in Poltava at around 3 a.m. on Thursday.
own-date | event air_defence | 05-15 .. 05-16
    Air defences [downed all nine drones] on the night of 15-16 May.
own-date | event ground_attack | 2023-06-01 .. 2023-08-31
    Ukraine's [counteroffensive] last summer failed to reach the sea.
own-date | event mobilisation forecast | 09-01 .. 11-30
    Moscow plans to [call up another 150,000 men] in the autumn.
own-date | event territorial_change | 2022-09-01 .. 2022-09-30
    Lypove, which Ukraine [liberated in September 2022], is again under fire.
own-date | event strike | 05-15 .. 05-16
    Drones [attacked a refinery] last night.
own-date | period intercepted | 05-15 .. 05-16
    Ukraine's air force said it had shot down [24 of 31 drones] launched by Russia overnight.
own-date | period launched | 03-01 .. 03-31
    In March the enemy dropped [3,000 guided bombs], in April 3,200.
own-date | period launched | 04-01 .. 04-30
    In March the enemy dropped 3,000 guided bombs, in April [3,200].
own-date | incident wounded | 05-14 .. 05-14
    Police said [five people], two of them children, were injured on May 14 in Nikopol.
own-date | incident wounded | 05-14 .. 05-14
    [Five people] were injured in Nikopol, including two on 14 May.
own-date | period wounded | 05-15 .. 05-15
    On 15 May, the Russians fired on the Kherson region 62 times, [injuring 20 people], governor Prokudin wrote on
    Thursday morning.
own-date | period carried_out | 05-15 .. 05-15
    Over the day on Wednesday the enemy carried out [18 strikes].
own-date | period carried_out | 05-15 .. 05-15
    The General Staff's evening update on Wednesday counted [97 clashes] so far that day.
own-date | incident killed | 2023-01-01 .. 2023-12-31
    A year ago, [a missile killed 23] in Uman.
own-date | period intercepted | 05-12 .. 05-13
    Air defences shot down [dozens of drones] early on Monday, the army said.
own-date | period seized | 02-01 .. 02-29
    Only February ([610 square kilometres]) and March (725) of this year saw larger advances.
own-date | event territorial_change | 04-01 .. 04-30
    The brigade [seized nine villages] after launching a raid in April.
length | period casualties | 04-16 .. 05-16
    The enemy lost [9,000 men] in a month.
growing-count | event territorial_change | - .. 05-16
    [Lypove and Verby have been liberated], he said.
paragraph-date | incident killed | 05-16 .. 05-16
    Early on Thursday, drones struck a depot. [Two guards died].
paragraph-date | event ground_attack | 05-15 .. 05-16
    Over the past 24 hours, Russian forces attacked 14 times in the Lyman sector. In the Siversk sector, Ukrainian
    troops [repelled three assaults] near Lypove.
paragraph-date | period intercepted | 05-15 .. 05-16
    Russia launched 31 drones overnight, the air force said on Thursday. Of those, [24 were shot down].
paragraph-date | incident wounded | 05-15 .. 05-15
    Two people were killed in Kherson on Wednesday. [Another five] were wounded.
paragraph-date | period destroyed | 05-15 .. 05-16
    The enemy lost 1,240 soldiers over the past day. The defenders also destroyed [16 tanks] and 20 vehicles.
present-tense | event ground_attack | 05-16 .. 05-16
    [Fighting continues] near Orikhiv.
present-tense | event strike | 05-16 .. 05-16
    Lypove, which Ukraine liberated in September 2022, [is again under fire].
since-the-war | event prisoner_exchange | 2022-02-24 .. 05-16
    The two sides have [swapped prisoners] 52 times since the start of the war.
toll-over-days | incident killed | 05-12 .. 05-15
    [Five people have drowned] in the flood since the dam broke on Sunday, officials said on Wednesday.
total-of-a-battle | cumulative killed | - .. 05-16
    The battle for Orikhiv has cost [9,000 lives].
total-of-a-battle | cumulative evacuated | - .. 05-15
    By Wednesday evening [8,000 people] had left the border villages.
total-of-the-war | cumulative casualties | 2022-02-24 .. 05-16
    Russia has lost [480,000 troops] since the start of its full-scale invasion, the General Staff reported on
    Thursday.
total-of-the-war | cumulative casualties | 2022-02-24 .. 05-15
    As of 15 May, the enemy's losses since 24 February 2022 came to [480,000 troops].
total-of-the-war | cumulative killed | 2022-02-24 .. 05-16
    More than [10,000 civilians] have been killed in the war, the UN says.
total-of-the-war | cumulative killed | 2022-02-24 .. 05-16
    The UN has verified [10,900 civilian deaths] since Russia invaded in February 2022.
total-of-the-war | cumulative killed | 2022-02-24 .. 02-29
    More than [31,000 Ukrainian soldiers] have died in the war, Zelenskiy said in February.
total-since | cumulative casualties | 05-10 .. 05-16
    Since 10 May, the enemy has lost [1,740 soldiers] in the Kharkiv direction.
total-since | cumulative launched | 01-01 .. 05-16
    Since the beginning of the year Russia has fired [3,200 bombs] at Kharkiv region.
total-since | cumulative evacuated | 05-10 .. 05-16
    In all, [9,500 people] have been evacuated from Vovchansk since Friday, the governor said.
total-since | cumulative casualties | 2022-02-24 .. 05-12
    Britain's defence ministry estimated last week that Russia had lost [465,000 men] since February 2022.
vague-reference | event strike | - .. -
    Two days after the town fell, [a shell killed two] people.
vague-reference | incident killed | - .. -
    The attack came hours after drones [killed two] in Sumy.
own-date | period intercepted | 05-15 .. 05-16
    MOSCOW, May 16. /TASS/. Russian air defenses destroyed [37 drones] over the past day, the Defense Ministry
    reported on Thursday.
lead-date | period casualties | 05-15 .. 05-16
    MOSCOW, May 16. /TASS/. Battlegroup North units repelled two attacks over the past day, the ministry said. ¶
    The enemy lost up to [235 troops], two tanks and a howitzer.
total-of-the-war | cumulative destroyed | 2022-02-24 .. 05-16
    MOSCOW, May 16. /TASS/. Russian forces have liberated the village of Lypove, the Defense Ministry said. ¶ In
    all, [593 warplanes] have been destroyed since the start of the special military operation.
own-date | period carried_out | 05-16 .. 05-16
    Since the start of the day, there have been [76 clashes] along the front, the General Staff said in its 16:00
    update.
paragraph-date | period repelled | 05-15 .. 05-15
    A total of 115 combat clashes took place along the front on 15 May. On the Lyman front, the defenders repelled
    [12 assaults].
paragraph-date | event ground_attack | 05-15 .. 05-16
    Russian forces continued offensive operations near Lypove on May 15 and 16. Milbloggers claimed that troops
    [advanced] south of the village.
own-date | period killed | 02-01 .. 04-30
    Between 1 February and 30 April, OHCHR recorded [604 civilian deaths] in Ukraine.
total-over-stretch | cumulative killed | 2022-02-24 .. 04-30
    From 24 February 2022 to 30 April 2024, OHCHR verified [10,946 civilian deaths].
own-date | period wounded | 04-01 .. 04-30
    In April, at least 129 civilians were killed and [574 injured], the UN mission said on Wednesday.
total-of-the-war | cumulative killed | 2022-02-24 .. 04-30
    As of 30 April, [602 children] had been killed since the invasion began.
paragraph-date | incident wounded | 05-15 .. 05-15
    KYIV, May 16 (Reuters) - A Russian missile hit a hotel in Odesa on Wednesday, killing four people. Mayor
    Trukhanov said [nine people] were in hospital. An earlier strike in March killed 21.
own-date | incident killed | 03-01 .. 03-31
    KYIV, May 16 (Reuters) - A Russian missile hit a hotel in Odesa on Wednesday, killing four people. Mayor
    Trukhanov said nine people were in hospital. An earlier strike in March killed [21].
own-date | incident exchanged | 05-16 .. 05-16
    Ukraine brought home [75 prisoners of war] on Thursday in the first exchange in four months, President
    Zelenskiy said.
own-date | incident exchanged | 05-10 .. 05-10
    The bodies of [212 fallen soldiers] were returned to Ukraine on Friday, the coordination headquarters said.
paragraph-date | incident damaged | 05-15 .. 05-16
    Ukraine's air defences shot down all 20 drones that Russia launched overnight, the air force commander said on
    Thursday. Debris [damaged six houses] in Poltava region.
paragraph-date | incident wounded | 05-16 .. 05-16
    At around 4:30 a.m. on 16 May a drone hit a house in Kharkiv. [A woman, 63,] was hurt.
paragraph-date | incident wounded | 05-15 .. 05-15
    On the evening of May 15, Russian troops shelled Nikopol. [Three people] were injured, the governor wrote on
    Thursday morning.
paragraph-date | incident killed | 05-15 .. 05-15
    Yesterday the Russians shelled Kherson 80 times. [Two people died], and ten were injured.
paragraph-date | incident wounded | 05-16 .. 05-16
    Today at noon the occupiers struck Kostiantynivka with aerial bombs. [Five people] are known to be injured.
own-date | period casualties | 05-15 .. 05-16
    Russia's losses over the last day: [1,300 soldiers], 12 tanks.
own-date | period casualties | 05-15 .. 05-15
    The General Staff reported that Russia lost [1,300 soldiers] on 15 May.
own-date | period launched | 05-06 .. 05-12
    In the week from 6 to 12 May, Russia fired [more than 700 bombs] at Ukraine, Zelenskiy said.
own-date | period casualties | 05-09 .. 05-16
    Over the week, the Russians lost [9,200 troops], the ministry said.
own-date | incident killed | 05-15 .. 05-16
    Last night's attack [killed two] in Sumy.
own-date | incident killed | 05-14 .. 05-14
    Tuesday night's attack [killed two] in Sumy.
own-date | event territorial_change | 04-22 .. 04-28
    Three weeks ago, the enemy [took the village of Lypove].
total-since | cumulative seized | 2023-10-01 .. 05-16
    Russia has captured [40 villages] since October.
own-date | period casualties | 01-01 .. 04-30
    In the first four months of 2024 Russia lost [110,000 men].
own-date | period casualties | 2023-01-01 .. 2023-12-31
    In 2023 Russia lost [253,000 men], Kyiv said.
own-date | period casualties | 01-01 .. 05-16
    So far this year Russia has lost [110,000 men].
forecast-level | stock deployed forecast | - .. -
    By the end of May, Russia will have [30,000 more troops] there.
own-date | incident killed | 05-14 .. 05-14
    Russian shelling of Kupiansk on Monday killed two. On Tuesday, [a policeman died] in a drone attack on a
    patrol.
own-date | incident killed | 05-13 .. 05-13
    Shelling killed [two people] in Kupiansk on Monday and a policeman on Tuesday.
own-date | incident killed | 05-13 .. 05-13
    The strike came two days after [a missile killed five] in Dnipro on Monday.
own-date | incident killed | 05-11 .. 05-11
    Five people died of their wounds in hospital, which brought the toll of the 11 May strike on Lypove to [19
    dead], the mayor said on Wednesday.
paragraph-date | incident killed | 05-11 .. 05-11
    LYPOVE, May 16 – Rescuers on Wednesday ended their search of a block of flats that a missile hit on
    Saturday. [Nineteen people were killed], the governor said.
own-date | incident killed | 05-14 .. 05-14
    The death toll from the attack on Verby on Tuesday has climbed to [seven], officials said on Thursday.
lead-date | incident wounded | 05-14 .. 05-14
    A bomb struck a depot in Verby on Tuesday. ¶ Of the injured, [six were still in hospital] on Thursday, the
    doctors said.
own-date | incident killed | 05-15 .. 05-15
    The number of people killed in Wednesday's barrage stood at [12] by Thursday noon.
lead-date | incident killed | 05-12 .. 05-12
    A guided bomb hit a shop in Verby on Sunday. ¶ The toll was raised to [18] on Tuesday from 16 the day
    before.
no-word-of-time | incident killed | - .. -
    KYIV, May 16 – The General Staff counted 80 clashes over the past day. ¶ In Orikhiv [a woman was killed],
    local officials said.
lead-date | period repelled | 05-15 .. 05-16
    KYIV, May 16 – The General Staff counted 80 clashes over the past day. ¶ Near Lypove [nine assaults] were
    beaten back.
evening-report | period repelled | 05-15 .. 05-15
    In its evening report on Wednesday, the General Staff said that [nine assaults] had been repelled.
no-word-of-time | incident destroyed | - .. -
    [Two launchers were destroyed] near Lypove, the ministry said on Wednesday.
day-of-statement | incident destroyed | 05-15 .. 05-15
    The army [has destroyed two launchers] near Lypove, the ministry said on Wednesday.
day-of-statement | event territorial_change | 05-15 .. 05-15
    Its troops [have entered Lypove], the brigade said late on Wednesday night.
own-date | incident killed | 05-14 .. 05-14
    The governor said on Wednesday night that [two farmers were killed] by a mine on Tuesday.
total-of-the-war | cumulative casualties | 2022-02-24 .. 05-16
    Russia lost 1,020 men over the past day, which takes [its losses since 24 February 2022] to 486,000, the
    General Staff said on Thursday.
losses-of-a-side | cumulative destroyed | 2022-02-24 .. 05-16
    The General Staff on Thursday put Russian losses since the invasion began at 486,000 men. It also listed
    [7,500 tanks], five more than the day before.
total-without-start | cumulative casualties | - .. 05-16
    About 900 were killed over the past day, and the total rose to [486,000].
total-of-the-war | cumulative killed | 2022-02-24 .. 05-10
    The UN has counted [10,900 civilians killed] since Russia invaded. ¶ The figures cover the time to 10 May,
    the office said on Monday.
own-date | incident wounded | 05-15 .. 05-15
    A drone wounded [a driver] in Verby on Wednesday, the first attack on the village since March.
own-date | event strike | 05-15 .. 05-15
    The raid on Verby on Wednesday was the largest [attack on the village] since January.
own-date | period casualties | 04-01 .. 04-30
    In April alone Ukraine lost 9,000 men, the minister said on Tuesday. ¶ In the same month [400 vehicles] were
    destroyed.
own-date | period launched | 05-14 .. 05-15
    On the night into Wednesday, Russia sent [22 drones].
own-date | period intercepted | 05-15 .. 05-16
    Air defences shot down [20 drones] which Russia launched overnight.
own-date | event ground_attack | 05-10 .. 05-16
    The [assault on Verby], which began on 10 May, has cost both sides dearly.
own-date | incident exchanged | 05-15 .. 05-15
    [Ninety prisoners] came home on Wednesday in the third swap since the new year.
own-date | period carried_out | 05-13 .. 05-15
    Monday through Wednesday, the enemy made [60 attacks] there.
no-word-of-time | period killed | - .. -
    He said that [50 men] are killed every day.
own-date | incident killed | 05-15 .. 05-15
    Shelling killed [one person] in Verby on Wednesday, a day after two died in Lypove.
forecast-end | event ground_attack forecast | - .. 05-31
    The enemy will [attack Lypove] before the end of May.
own-date | incident killed | 05-15 .. 05-15
    ODESA, May 16 – [Three people were killed] when a missile hit a port yesterday, the navy said.
own-date | incident killed | 05-16 .. 05-16
    [Three people were killed] in Verby this morning.
own-date | event strike | 05-16 .. 05-16
    In the early hours of Thursday a missile [hit a depot] in Verby.
total-since | cumulative evacuated | 05-13 .. 05-16
    Since Monday, [2,000 residents] have been taken out of the town.
own-date | incident captured | 05-12 .. 05-12
    On 12 May, [four soldiers surrendered], he said on Wednesday.
total-since | cumulative killed | 01-01 .. 05-16
    Since the start of the year, [900 civilians] have died in the region.
own-date | event strike | 05-15 .. 05-15
    A day earlier, a drone had [struck a bus] in Verby.
own-date | period destroyed | 05-15 .. 05-16
    They lost 900 men over the past day, the staff said on Thursday. The army also destroyed [12 tanks] during
    the day.
paragraph-date | incident damaged | 05-15 .. 05-16
    Drones attacked Odesa during the night. [Four houses were damaged].
level-at-publication | stock deployed | 05-16 .. 05-16
    Russia keeps [40,000 men] near the border.
own-date | incident killed | 05-14 .. 05-14
    MOSCOW, May 16. /TASS/. Ukrainian drones attacked Belgorod Region on May 14, killing [two civilians], the
    governor said on Wednesday.
paragraph-date | incident wounded | 05-15 .. 05-15
    MOSCOW, May 16 – A drone hit a car in Shebekino on Wednesday. The driver died. [A passenger was injured].
lead-date | period casualties | 05-15 .. 05-16
    MOSCOW, May 16. /TASS/. Over the past day, the Battlegroup South improved its positions. ¶ The enemy's
    losses amounted to [490 servicemen].
own-date | period casualties | 05-11 .. 05-16
    From May 11 to 16, Ukraine lost [up to 9,000 troops], the ministry said.
total-of-the-war | cumulative destroyed | 2022-02-24 .. 05-16
    In all, [600 aircraft] have been destroyed since the beginning of the special military operation.
own-date | event ground_attack | 05-15 .. 05-15
    Russian forces [attacked near Lypove] on May 15 but did not advance, the General Staff reported on May 16.
own-date | event ground_attack | 05-15 .. 05-16
    Russian forces [attacked near Lypove] on May 15 and 16.
day-of-statement | event territorial_change | 05-14 .. 05-14
    Geolocated footage published on May 14 indicates that Russian forces [advanced and seized Lypove].
own-date | incident killed | 05-13 .. 05-13
    [Seven people died] in Monday's attack and rescuers are still searching the rubble, the mayor said on
    Tuesday.
own-date | incident killed | 2022-04-08 .. 2022-04-08
    A missile killed [61 people] at the Kramatorsk railway station on 8 April 2022.
own-date | incident killed | 2023-04-28 .. 2023-04-28
    A Russian missile hit a block in Uman on 28 April 2023, [killing 23].
own-date | event strike | 05-15 .. 05-16
    Russia [attacked Kyiv] with drones overnight on Thursday.
paragraph-date | incident wounded | 05-15 .. 05-16
    Russia attacked Kyiv with drones overnight. Falling debris [wounded two people].
paragraph-date | incident wounded | 05-16 .. 05-16
    Russia attacked Kyiv with drones overnight. In the morning, a missile [wounded two people] in Sumy.
own-date | period launched | 05-15 .. 05-16
    Russia fired [three missiles and 40 drones] from Wednesday evening to Thursday morning.
own-date | event strike | 05-15 .. 05-15
    On Wednesday afternoon, Russian troops [shelled Nikopol], and on Thursday morning they hit Marhanets.
own-date | event strike | 05-16 .. 05-16
    On Wednesday afternoon, Russian troops shelled Nikopol, and on Thursday morning they [hit Marhanets].
no-word-of-time | incident killed | - .. -
    In an earlier attack on the town [four people] were killed.
own-date | incident captured | - .. 05-16
    They [have captured 40 soldiers] in recent weeks.
own-date | event evacuation | 05-15 .. 05-15
    [Three hundred people were evacuated] from Verby on Wednesday, the police said on Thursday.
total-of-a-battle | cumulative evacuated | - .. 05-16
    In all, [8,000 people have been evacuated] from the district, the governor said.
total-of-the-war | cumulative casualties | 2022-02-24 .. 04-30
    Britain estimates that Russia had lost [450,000 men] in the war by the end of April.
level-on-day | stock deployed | 05-13 .. 05-13
    On Monday Russia had [50,000 men] in the Kharkiv grouping, he said.
forecast | incident mobilised forecast | - .. -
    They want to [mobilise 300,000 men].
own-date | period carried_out | 05-16 .. 05-16
    So far today there have been [62 clashes].
own-date | period carried_out | 05-15 .. 05-15
    A total of [140 clashes] were recorded yesterday.
own-date | period intercepted | 05-15 .. 05-16
    During the night the defenders shot down [nine drones] over Odesa region, the command wrote on Thursday.
own-date | period intercepted | 05-13 .. 05-14
    On the night of 13-14 May, [nine drones] were destroyed.
own-date | incident exchanged | 05-10 .. 05-10
    The last swap, on 10 May, saw [90 men] come home.
own-date | event prisoner_exchange | 05-16 .. 05-16
    Ukraine and Russia have each [freed 75 prisoners] today.
own-date | incident killed | 05-14 .. 05-14
    It was the second attack in two days. On Tuesday, [a doctor was killed] there.
day-of-statement | event territorial_change | 05-15 .. 05-15
    Kyiv said on Wednesday its troops [had withdrawn from Lypove] to better positions.
total-since | cumulative seized | 05-10 .. 05-16
    Russia has taken [nine villages] since it opened a new front on 10 May.
own-date | incident killed | 05-15 .. 05-15
    Rescuers pulled [two bodies] from the ruins of a house that was bombed on Wednesday.
own-date | event explosion | 05-15 .. 05-16
    [Blasts were heard] in Dzhankoi overnight into Thursday, residents said.
present-tense | event ground_attack | 05-16 .. 05-16
    [Battles are raging] in the north of the town, he said on Thursday.
own-date | event ground_attack | 2022-05-01 .. 2022-05-31
    Ukraine's [attack on the bridge] in May 2022 destroyed a whole battalion.
own-date | period wounded | 05-15 .. 05-16
    The enemy shelled the region 90 times in the past 24 hours; [eleven people] were injured.
own-date | period carried_out | 05-15 .. 05-15
    KYIV, May 16 – Ukraine's army reported 97 clashes over the past day. ¶ The number of air strikes [rose to
    120] on Wednesday.
own-date | period casualties | 05-15 .. 05-15
    Russian losses [reached 1,500 men] on Wednesday, the highest daily count since March.
paragraph-date | incident killed | 05-14 .. 05-14
    A shell hit a queue in Verby on Tuesday. Its toll, [nine], is the highest since the winter.
own-date | incident wounded | 05-15 .. 05-15
    Two people were killed and [ten injured] on Wednesday, the number of dead being likely to rise.
day-of-statement | event strike | 05-14 .. 05-14
    [Russia raised the number of strikes] on Tuesday.
own-date | event territorial_change | 05-15 .. 05-15
    The army put the village [under its control] on Wednesday.
own-date | incident destroyed | 05-14 .. 05-14
    Twelve tanks, more than on any day since March, [were destroyed] on Tuesday.
own-date | period intercepted | 05-15 .. 05-16
    Ukraine downed [28 drones] overnight, up from 12 the night before.
total-of-the-war | cumulative casualties | 2022-02-24 .. 05-16
    The total since the war began stands at [486,000], up from 485,000 on Wednesday.
lead-date | incident killed | 05-12 .. 05-12
    A car was shot at on Sunday. ¶ Mourners on Wednesday laid flowers for the [three dead].
own-date | incident killed | 05-15 .. 05-15
    Police who searched the ruins said [two men] were killed there on Wednesday.
own-date | incident wounded | 05-15 .. 05-15
    Rescuers came under fire on Wednesday and [two of them] were wounded.
own-date | event strike | 05-15 .. 05-15
    Rescuers said that a second missile [hit the building] on Wednesday.
paragraph-date | incident missing | 05-14 .. 05-14
    The building was hit on Tuesday. [Four people] are still missing as of Thursday morning.
own-date | period launched | 05-15 .. 05-15
    The evening update said [40 missiles] were fired on Wednesday.
present-tense | event ground_attack | 05-16 .. 05-16
    Fighting [concentrates on Lypove], the spokesman said.
total-of-the-war | cumulative killed | 2022-02-24 .. 05-12
    As of 12 May, [550 children] have been killed since the invasion, prosecutors said.
own-date | event strike | 05-15 .. 05-15
    The fire followed [a strike on Wednesday].
own-date | incident killed | 05-15 .. 05-15
    On Wednesday, a drone attack on a bus that carried workers [killed four].
own-date | event prisoner_exchange | 05-15 .. 05-15
    A [swap of prisoners] took place on Wednesday after months of talks.
total-since | cumulative killed | 05-10 .. 05-16
    In the battle for Lypove, which began on 10 May, [400 soldiers] have died.
own-date | incident killed | 2023-09-06 .. 2023-09-06
    It was the deadliest strike since 6 September 2023, when [16 people] died at a market.
own-date | incident damaged | 05-16 .. 05-16
    In the small hours of Thursday a drone fell on a school and [three houses] were damaged.
told-attack | incident wounded | 05-14 .. 05-14
    Missiles hit Sumy on Monday. ¶ Lypove was shelled on Tuesday night. ¶
    At least [14 people were wounded] in the attack.
told-attack | period launched | 05-12 .. 05-12
    Drones came overnight. ¶ It ends a deadly week that began with a strike on Verby on Sunday. ¶
    Some [30 missiles] were fired in the raid.
lead-date | incident wounded | 05-15 .. 05-16
    Drones hit a refinery overnight. ¶ Meanwhile, a strike damaged a school. ¶
    The docks burned, and [three were wounded].
lead-date | incident wounded | 05-15 .. 05-16
    Drones hit a refinery overnight. ¶ Wreckage fell on Lypove, which the army took on 2 May. ¶
    [Three were wounded] in the fires.
day-of-statement | event air_defence | 05-12 .. 05-12
    Drones struck Lypove on Wednesday. ¶ On Sunday the army said [it had shot down three jets].
counted-reference | event strike | 05-11 .. 05-11
    Missiles hit Odesa on Tuesday, three days after [a drone attack] killed two in Lypove.
counted-reference | incident killed | 05-13 .. 05-13
    Two days after an airstrike [killed eleven people] in Verby, bombs fell on the town on Wednesday.
counted-reference | incident wounded | 05-07 .. 05-07
    A shell hit a market on Tuesday. ¶ It came a week after the shelling of Verby, which [wounded nine people].
own-date | incident wounded | 05-15 .. 05-15
    Two days after the fall of Lypove, bombs [wounded five] there on Wednesday.
vague-reference | event strike | - .. -
    The city is without heat more than a week after [an attack] on its plant.
own-date | period carried_out | 05-13 .. 05-14
    The General Staff said on Tuesday that [88 attacks] were made over the past 24 hours.
own-date | period intercepted | 05-13 .. 05-14
    On Tuesday the air force reported that [20 drones] had been downed overnight.
own-date | event ground_attack | 05-15 .. 05-16
    The army, which [repelled attacks overnight], said nothing of its losses on Tuesday.
own-date | period seized | 05-01 .. 05-13
    Its troops have taken [300 square kilometres] this month, the minister said on Monday.
own-date | incident killed | 05-13 .. 05-15
    [Four people were killed] in Verby earlier this week.
own-date | incident destroyed | 05-11 .. 05-11
    [Eight aircraft] were left burnt after Saturday's raid.
no-word-of-time | incident destroyed | - .. -
    Satellite images taken on Tuesday show [eight aircraft] destroyed.
no-word-of-time | event strike | - .. -
    On Tuesday, new pictures showed a bridge [hit by a missile].
early-in-the-war | event territorial_change | 2022-02-24 .. -
    The army [took the town] early in the war.
early-in-the-war | event territorial_change | 2022-02-24 .. -
    At the very start of the invasion, its troops [took Lypove].
told-attack | period intercepted | 05-15 .. 05-16
    The governor spoke late on Tuesday. ¶ He praised his men. ¶ Schools are shut. ¶ Trains are late. ¶
    Meanwhile, 29 drones came in an overnight attack. ¶ Eight of them [were downed] in the south, he said.
paragraph-since | incident damaged | 05-16 .. 05-16
    The region came under fire twice since the morning of May 16. First Lypove was hit, where [a barn] burned.
own-date | event air_defence | 05-16 .. 05-16
    Since 29 April the city has been raided often. On Thursday the army [intercepted eight missiles].
total-without-start | cumulative wounded | - .. 05-16
    The town was shelled again, he said on 2 May. ¶ The army says [900 people] were wounded in all.
total-of-the-war | cumulative destroyed | 2022-02-24 .. 05-16
    The army has lost [7,000 tanks] since the start of the 2022 invasion.
total-since | cumulative killed | 2014-01-01 .. 05-16
    Some [14,000 people] have been killed since 2014.
no-word-of-time | event strike | - .. -
    Ten people are still missing after a missile [strike] on the plant.
present-tense | event strike | 05-16 .. 05-16
    The whole district [suffers from shelling], he said.
own-date | incident evacuated | 05-15 .. 05-15
    Some [40 people] were brought out of the besieged town on Wednesday.
own-date | incident killed | 05-15 .. 05-15
    A market was shelled on Wednesday. ¶ "Today [six people were killed] here," the mayor said.
report-stretch | event ground_attack | 05-15 .. 05-16
    The spokesman praised his men. ¶ Schools are shut. ¶ Trains are late. ¶ Roads are closed. ¶
    Nine assaults were repelled over the past 24 hours. ¶ The men are well. ¶ "[They fought] near Verby."
open-start | event territorial_change | - .. 05-16
    The general listed recent gains, among them [the capture of Lypove].
open-start | event ground_attack | - .. 05-16
    The army recently [pushed them back] near Verby.
own-date | event territorial_change | 05-13 .. 05-13
    The army [took Lypove over the weekend and Verby] on Monday.
own-date | event strike | 05-11 .. 05-12
    The army [took Lypove] over the weekend and Verby on Monday.
own-date | period launched | 05-13 .. 05-14
    The port was attacked on Tuesday with [40 drones] overnight.
own-date | period casualties | 04-01 .. 04-30
    In April it lost [9,000 soldiers] within one week.
total-of-the-war | cumulative displaced | 2022-02-24 .. 05-16
    The war, which began with an invasion in February 2022, has [driven out millions].
no-word-of-time | incident killed | - .. -
    War briefing: what we know on day 812. ¶ Drones hit Verby overnight. ¶ A shell [killed two people] in Lypove.
paragraph-date | incident killed | 05-15 .. 05-16
    War briefing: what we know on day 812. ¶ Drones hit Verby overnight. In its suburbs [two people] died.
lead-date | event strike | 05-15 .. 05-15
    Shells hit the docks on Wednesday. ¶ In a separate raid before dawn, [drones hit a depot].
own-date | period launched | 05-14 .. 05-15
    A wave of [38 drones] was fired from late Tuesday into Wednesday.
own-date | event strike | 05-14 .. 05-15
    [Drone attacks] on Verby on Tuesday and Wednesday killed three.
paragraph-date | incident killed | 05-15 .. 05-15
    Missiles fell on Verby on Wednesday. Hours later, a bomb [killed six people] in Lypove.
own-date | event explosion | 05-14 .. 05-14
    [Explosions were reported] in Verby on Tuesday.
own-date | incident killed | 05-14 .. 05-14
    On Tuesday, [two deaths] were reported in Verby.
day-of-statement | incident killed | 05-14 .. 05-14
    It was reported on Tuesday that [two people had died] in Verby.
own-date | event strike | 2023-10-05 .. 2023-10-05
    [The strike] on Verby, in which 59 people died, took place on 5 October 2023.
lead-date | incident destroyed | 05-12 .. 05-12
    Drones struck a depot on Sunday. ¶ The fire was put out on Monday. ¶ [Four tanks] burned down.
total-without-start | cumulative destroyed | - .. 04-30
    By the end of April it had lost [900 vehicles].
total-of-a-battle | cumulative killed | 03-01 .. 05-16
    The siege of Lypove began on March 1. Some [20,000 civilians] have died there, he said.
own-date | event territorial_change | 05-13 .. 05-13
    The army took Verby on Tuesday. It [took Lypove] the previous day.
own-date | period carried_out | 05-15 .. 05-16
    In the previous day [12 attacks] were made.
no-word-of-time | event territorial_change | - .. -
    A jet was shot down on Saturday. Meanwhile, Kyiv said [it had retaken Lypove].
paragraph-date | incident killed | 05-13 .. 05-13
    A missile hit a school on Monday. Rescuers were still searching the rubble on Tuesday. [Eleven] died in Verby.
paragraph-date | incident killed | 05-13 .. 05-13
    A missile hit a school on Monday. On Tuesday, crews were clearing debris. [Two children] are dead.
own-date | incident exchanged | 05-16 .. 05-16
    Today [30 soldiers] have returned to their families.
own-date | event strike | 05-15 .. 05-16
    For a third night running, [drones hit Verby].
own-date | period carried_out | 05-14 .. 05-14
    It shelled Verby [five times] during the day on Tuesday.
own-date | period carried_out | 05-15 .. 05-16
    It shelled Verby on Tuesday and [twice] overnight.
total-of-the-war | cumulative killed | 2022-02-24 .. 05-16
    Since the war began [494 children] have been killed; 16 of them died in April.
"""


def read_rows() -> list[object]:
    """One parameter set a row of the table, named by rule and number."""
    rows: list[object] = []
    for entry in re.split(r"\n(?=\S)", TABLE.strip()):
        head, _, body = entry.partition("\n")
        rule, record, days = (part.strip() for part in head.split("|"))
        kind, what, *status = record.split()
        first, last = (None if end == "-" else day(end) for end in days.split(" .. "))
        text = " ".join(body.split()).replace(" ¶ ", "\n\n")
        draft = (what, None if kind == "event" else kind, status[0] if status else "asserted")
        rows.append(pytest.param(text, draft, (first, last, rule), id=f"{rule}-{len(rows)}"))
    return rows


@pytest.mark.parametrize(("text", "draft", "expected"), read_rows())
def test_a_record_counts_on_the_days_when_it_happened(
    text: str, draft: tuple[str, Kind | None, Status], expected: tuple[dt.date | None, dt.date | None, str]
) -> None:
    """The days and the rule that gave them."""
    dating = date_marked(text, *draft)

    assert (dating.first, dating.last, dating.rule) == expected


def test_every_rule_that_dates_is_explained() -> None:
    """`sitrep explain` has a line for each."""
    assert set(re.findall(r"^(\S+) \|", TABLE, re.MULTILINE)) <= set(RULES)


def test_a_headline_is_dated_by_the_body() -> None:
    """The date stands in the sentence below."""
    dating = date_marked("The strike hit Orikhiv on Tuesday.", title="Strike [kills three] in Orikhiv")

    assert (dating.first, dating.last) == (day("05-14"), day("05-14"))


def test_a_weekly_report_of_a_monday_counts_up_to_it() -> None:
    """Last week, told in Monday's report, ends on the day of the report."""
    text = "Last week the army retook [nine square kilometres], the deputy minister said."
    dating = date_marked(text, "seized", "period", published=dt.date(2024, 5, 13))

    assert (dating.first, dating.last) == (day("05-06"), day("05-13"))


def test_the_past_month_on_its_first_day_is_the_month_before() -> None:
    """A monthly count told on the 1st."""
    text = "They took [130 square kilometres] in the past month."
    dating = date_marked(text, "seized", "period", published=dt.date(2024, 5, 1))

    assert (dating.first, dating.last) == (day("04-01"), day("04-30"))


def test_a_story_of_another_day_keeps_its_own_date() -> None:
    """A toll that rises for days stays with the strike."""
    text = (
        "The number of dead in Kharkiv rose to [16] on Sunday after rescuers found two more bodies. "
        "Russia bombed the store on Saturday."
    )
    dating = date_marked(text, published=dt.date(2024, 5, 20))

    assert dating.last in {dt.date(2024, 5, 18), dt.date(2024, 5, 19)}


def test_a_document_without_sentences_has_no_day() -> None:
    """Nothing to read is no error."""
    analysis = Analysis(read_document("", "", PUBLISHED))
    draft = Draft(start=0, end=0, anchor=0, what="killed", entity=None, side=None, kind="incident")

    assert date_record(analysis, draft, None).rule == "no-word-of-time"


WORDS = (
    "killed 12 on Tuesday , said . that since the war began overnight in two days over past 24 hours \n flood “ ” "
    "Saturday's strike will by Friday in 9999 days has been May 2023 • Meanwhile"
)
PIECES = st.sampled_from(WORDS.split(" "))
DRAFTS = st.builds(
    Draft,
    start=st.integers(0, 100),
    end=st.integers(100, 200),
    anchor=st.integers(0, 150),
    what=st.sampled_from(["killed", "evacuated", "strike", "evacuation", "ground_attack", "territorial_change"]),
    entity=st.none(),
    side=st.none(),
    kind=st.sampled_from(["incident", "period", "cumulative", "stock", None]),
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map(" ".join)),
    DRAFTS,
    st.sampled_from(["asserted", "denied", "forecast"]),
    st.sampled_from([None, PUBLISHED, dt.date.min, dt.date.max]),
)
def test_any_text_and_any_draft_give_days_in_order(
    text: str, draft: Draft, status: Status, published: dt.date | None
) -> None:
    """No exception, and no end before its start."""
    analysis = Analysis(read_document("", text, published), dates=find_dates(text, published))
    voice = Voice(claimant="Governor Petrenko", claimant_id=None, claimant_side="ua", status=status, rule="test")

    dating = date_record(analysis, draft, voice)

    assert dating.first is None or dating.last is None or dating.first <= dating.last
    assert dating == date_record(analysis, draft, voice)
    assert dating.rule in RULES


def test_a_theatre_says_when_its_war_began() -> None:
    """Day 1 of the war that comes along."""
    assert theatre.load_war(theatre.DEFAULT_THEATRE).start == dt.date(2022, 2, 24)


def test_an_unknown_theatre_is_refused() -> None:
    """No war is made up."""
    with pytest.raises(LexiconError):
        theatre.load_war("atlantis")
