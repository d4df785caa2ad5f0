"""The three serious case reviews of 2017/18.

That three were published, that their actions were delivered and the seven themes are the
summary's. Everything else here is invented: pseudonyms, findings, recommendations and actions.
"""

from datetime import date

from performance.demo import gauges
from performance.demo.scene import SUMMARY
from performance.demo.shapes import Asked, Found, Learned, Said, Task

SOURCE = f"{SUMMARY} counts three; pseudonym, wording and dates are invented"
EVIDENCE = "https://evidence.example/"

HARBOUR = Learned(
    kind="SCR",
    year=2016,
    pseudonym="Harbour",
    body="board",
    summary=(
        "How services act on marks on babies who cannot yet move, and how much they know of the "
        "adults at home. Invented for demonstration."
    ),
    source=SOURCE,
    logged_on=date(2016, 6, 6),
    found_on=date(2017, 3, 20),
    asked_to_publish_on=date(2017, 6, 8),
    published_on=date(2017, 6, 21),
    take_down_on=date(2019, 6, 28),
    closed_on=date(2019, 7, 15),
    found=(
        Found(
            "Services had different rules about marks on babies who cannot move, and the rules "
            "were not known where they were needed.",
            ("babies",),
            agencies=("community health", "east kent hospitals"),
        ),
        Found(
            "Plans did not say what adults’ drinking or drug use meant for care at night.",
            ("alcohol and drugs",),
            agencies=("social work",),
        ),
        Found(
            "Adults who joined a household were known to one service and unknown to the rest.",
            ("fathers",),
            agencies=("early help", "community health"),
        ),
    ),
    asked=(
        Asked(
            "The board should see that one bruising protocol is known and followed wherever "
            "babies are seen.",
            (1,),
            (
                Task(
                    agency="community health",
                    change="policy",
                    wording="Bring the bruising protocol into health visitors’ supervision and "
                    "check twenty records.",
                    difference="Babies with a mark are seen by a paediatrician the same day.",
                    agreed_on=date(2017, 7, 3),
                    due_on=date(2017, 10, 31),
                    said=(
                        Said(
                            date(2017, 9, 14),
                            "Supervision templates changed; the record check is booked.",
                            link=EVIDENCE + "supervision-template",
                        ),
                    ),
                    submitted=Said(
                        date(2017, 10, 20),
                        "Twenty records checked: the protocol was followed in nineteen.",
                    ),
                    accepted_on=date(2017, 11, 6),
                    accepted_because="Record check seen by the quality group.",
                ),
                Task(
                    agency="east kent hospitals",
                    change="training",
                    wording="Make the protocol part of induction in emergency departments and "
                    "children’s wards.",
                    difference="New doctors and nurses know what to do on their first shift.",
                    agreed_on=date(2017, 7, 3),
                    due_on=date(2017, 11, 30),
                    said=(
                        Said(
                            date(2017, 10, 2),
                            "Induction slides agreed and used for the autumn intake.",
                            link=EVIDENCE + "induction-slides",
                        ),
                    ),
                    submitted=Said(
                        date(2017, 11, 21),
                        "All of the autumn intake signed that they had read the protocol.",
                    ),
                    accepted_on=date(2017, 12, 4),
                ),
            ),
            gauges=(gauges.BRUISING,),
            to_board=True,
            agencies=("community health", "east kent hospitals", "ambulance"),
        ),
        Asked(
            "Assessments and plans should say what each adult’s alcohol or drug use means for "
            "each child.",
            (2,),
            (
                Task(
                    agency="social work",
                    change="system",
                    wording="Add a required section on adults’ alcohol and drug use to the "
                    "assessment form.",
                    difference="Plans say who cares for the child when an adult cannot.",
                    agreed_on=date(2017, 7, 3),
                    due_on=date(2017, 12, 15),
                    said=(
                        Said(
                            date(2017, 10, 11),
                            "The new form is in use in two districts.",
                            link=EVIDENCE + "assessment-form",
                        ),
                    ),
                    submitted=Said(
                        date(2017, 12, 12), "In use countywide; a sample of thirty is attached."
                    ),
                    accepted_on=date(2018, 1, 8),
                    accepted_because="The sample shows the section filled in and used in plans.",
                ),
                Task(
                    agency="integrated care",
                    change="process",
                    wording="Ask about parents’ alcohol and drug use in family doctors’ reports "
                    "to conferences.",
                    difference="Conferences know what family doctors know.",
                    agreed_on=date(2017, 7, 3),
                    due_on=date(2018, 1, 31),
                    said=(
                        Said(
                            date(2017, 11, 23),
                            "The report template is changed and sent to practices.",
                            link=EVIDENCE + "report-template",
                        ),
                    ),
                    submitted=Said(date(2018, 1, 25), "Four in five reports use the template."),
                    accepted_on=date(2018, 2, 5),
                ),
            ),
            gauges=(gauges.DRINKING,),
        ),
        Asked(
            "Every service should ask who lives in, and who visits, the child’s home.",
            (3,),
            (
                Task(
                    agency="early help",
                    change="training",
                    wording="Train every early help worker to map the adults around a child.",
                    difference="Adults new to a family are known before a plan is made.",
                    agreed_on=date(2017, 7, 3),
                    due_on=date(2018, 1, 31),
                    said=(
                        Said(
                            date(2017, 11, 9),
                            "Six of nine teams are trained.",
                            link=EVIDENCE + "training-register",
                        ),
                    ),
                    submitted=Said(date(2018, 1, 19), "All nine teams are trained."),
                    accepted_on=date(2018, 2, 5),
                ),
            ),
            gauges=(gauges.ADULTS_AT_HOME,),
        ),
    ),
)

ORCHARD = Learned(
    kind="SCR",
    year=2016,
    pseudonym="Orchard",
    body="board",
    summary=(
        "How conferences and core groups work when people are missing and opinions differ. "
        "Invented for demonstration."
    ),
    source=SOURCE,
    logged_on=date(2016, 11, 14),
    found_on=date(2017, 7, 10),
    asked_to_publish_on=date(2017, 9, 20),
    published_on=date(2017, 10, 4),
    take_down_on=date(2019, 10, 11),
    found=(
        Found(
            "Conferences went ahead without services that held much of what was known, and their "
            "reports came late or not at all.",
            ("meetings",),
            agencies=("mental health",),
        ),
        Found(
            "Differences of opinion about risk were voiced in the corridor and not written down.",
            ("escalation",),
            agencies=("education", "social work"),
        ),
        Found(
            "Supervision counted visits and deadlines and seldom asked what the visits meant.",
            ("supervision",),
            agencies=("community health",),
        ),
    ),
    asked=(
        Asked(
            "Agencies should come to conferences, or send a report that can be read before them.",
            (1,),
            (
                Task(
                    agency="social work",
                    change="process",
                    wording="Send invitations and papers ten working days before each conference.",
                    difference="Decisions rest on what every service knows.",
                    agreed_on=date(2017, 10, 16),
                    due_on=date(2018, 1, 15),
                    said=(
                        Said(
                            date(2017, 12, 6),
                            "Invitations go out ten days before in most districts.",
                            link=EVIDENCE + "invitation-times",
                        ),
                    ),
                    submitted=Said(
                        date(2018, 1, 11), "Ten days is kept countywide since December."
                    ),
                    accepted_on=date(2018, 1, 29),
                ),
                Task(
                    agency="police",
                    change="policy",
                    wording="Set a standard for police reports to conferences and measure it "
                    "each month.",
                    difference="Conferences hear of incidents at home before they decide.",
                    agreed_on=date(2017, 10, 16),
                    due_on=date(2018, 2, 28),
                    said=(
                        Said(
                            date(2018, 1, 9),
                            "The standard is agreed; the first month is measured.",
                            link=EVIDENCE + "report-standard",
                        ),
                    ),
                    submitted=Said(date(2018, 2, 21), "Three months measured, each better."),
                    accepted_on=date(2018, 3, 5),
                ),
            ),
            gauges=(gauges.WHO_CAME,),
        ),
        Asked(
            "Staff should know how to raise a disagreement, and be thanked for doing so.",
            (2,),
            (
                Task(
                    agency="education",
                    change="training",
                    wording="Brief every designated safeguarding lead on the escalation policy.",
                    difference="Schools’ worries about a child are answered within days.",
                    agreed_on=date(2017, 10, 16),
                    due_on=date(2018, 2, 16),
                    said=(
                        Said(
                            date(2017, 12, 14),
                            "Briefings held in eight of twelve districts.",
                            link=EVIDENCE + "briefing-dates",
                        ),
                    ),
                    submitted=Said(date(2018, 2, 8), "Briefings held in all twelve districts."),
                    accepted_on=date(2018, 2, 19),
                ),
                Task(
                    agency="mental health",
                    change="process",
                    wording="Log each escalation, and how it ended, for the quality group.",
                    difference="Disagreements are settled, and others learn from them.",
                    agreed_on=date(2017, 10, 16),
                    due_on=date(2018, 3, 16),
                    said=(
                        Said(
                            date(2018, 1, 17),
                            "The log is open and holds its first entries.",
                            link=EVIDENCE + "escalation-log",
                        ),
                    ),
                    submitted=Said(date(2018, 3, 7), "The first quarter’s log is attached."),
                    accepted_on=date(2018, 3, 19),
                ),
            ),
            gauges=(gauges.DISAGREEING,),
        ),
        Asked(
            "Supervision should make time to reflect, and say so in its record.",
            (3,),
            (
                Task(
                    agency="community health",
                    change="workload",
                    wording="Give each health visitor reflective supervision every quarter.",
                    difference="Workers notice sooner when a plan is not helping.",
                    agreed_on=date(2017, 10, 16),
                    due_on=date(2018, 3, 9),
                    said=(
                        Said(
                            date(2018, 1, 22),
                            "Supervisors are trained and the first sessions held.",
                            link=EVIDENCE + "supervision-dates",
                        ),
                    ),
                    submitted=Said(date(2018, 3, 6), "Nine in ten had a session this quarter."),
                    accepted_on=date(2018, 3, 19),
                ),
            ),
            gauges=(gauges.REFLECTING,),
        ),
    ),
)

MEADOW = Learned(
    kind="SCR",
    year=2017,
    pseudonym="Meadow",
    body="board",
    summary=(
        "How services stay curious when a family keeps them at a distance. "
        "Invented for demonstration."
    ),
    source=SOURCE,
    logged_on=date(2017, 4, 24),
    found_on=date(2017, 10, 30),
    asked_to_publish_on=date(2017, 12, 4),
    published_on=date(2017, 12, 13),
    take_down_on=date(2019, 12, 20),
    found=(
        Found(
            "Agreement in meetings was taken as change at home, and was not tested.",
            ("disguised compliance",),
            agencies=("social work",),
        ),
        Found(
            "Workers who met anger visited less and were not asked in supervision why.",
            ("disguised compliance", "supervision"),
            agencies=("social work", "early help"),
        ),
        Found(
            "Fathers who lived elsewhere were not asked what they saw.",
            ("fathers",),
            agencies=("early years",),
        ),
        Found(
            "Adult treatment services were not invited to the meetings that planned for children.",
            ("alcohol and drugs", "meetings"),
            agencies=("mental health",),
        ),
    ),
    asked=(
        Asked(
            "Plans should say what will be seen at home if things are better, and who will look.",
            (1, 2),
            (
                Task(
                    agency="social work",
                    change="training",
                    wording="Run workshops on disguised compliance for every team manager.",
                    difference="Plans are judged by children’s daily lives.",
                    agreed_on=date(2018, 1, 4),
                    due_on=date(2018, 3, 23),
                    said=(
                        Said(
                            date(2018, 2, 13),
                            "Half of the managers have attended.",
                            link=EVIDENCE + "workshop-register",
                        ),
                    ),
                    submitted=Said(
                        date(2018, 3, 15), "All but two have attended; both are booked."
                    ),
                    accepted_on=date(2018, 3, 26),
                    accepted_because="Accepted; the last two places were confirmed by e-mail.",
                ),
                Task(
                    agency="voluntary",
                    change="communication",
                    wording="Share a one-page guide on staying curious with member charities.",
                    difference="Charities say what they see, even when a family is welcoming.",
                    agreed_on=date(2018, 1, 4),
                    due_on=date(2018, 3, 16),
                    said=(
                        Said(
                            date(2018, 2, 8),
                            "The guide is written with three charities.",
                            link=EVIDENCE + "curiosity-guide",
                        ),
                    ),
                    submitted=Said(date(2018, 3, 8), "Sent to all members and on the website."),
                    accepted_on=date(2018, 3, 19),
                ),
            ),
            gauges=(gauges.SEEN_AT_HOME,),
        ),
        Asked(
            "Fathers should be asked, wherever they live.",
            (3,),
            (
                Task(
                    agency="early years",
                    change="process",
                    wording="Record both parents, and who may collect the child, in every setting.",
                    difference="Fathers are known to the people who see their child each day.",
                    agreed_on=date(2018, 1, 4),
                    due_on=date(2018, 3, 23),
                    said=(
                        Said(
                            date(2018, 2, 20),
                            "The admission form is changed in most settings.",
                            link=EVIDENCE + "admission-form",
                        ),
                    ),
                    submitted=Said(date(2018, 3, 14), "In use in all settings that replied."),
                    accepted_on=date(2018, 3, 26),
                ),
            ),
            gauges=(gauges.FATHERS_ASKED,),
        ),
        Asked(
            "Adult treatment services should be asked to meetings about their patients’ children.",
            (4,),
            (
                Task(
                    agency="mental health",
                    change="joint_working",
                    wording="Name one person in each adult team to answer conference invitations.",
                    difference="What adult services know is weighed when plans are made.",
                    agreed_on=date(2018, 1, 4),
                    due_on=date(2018, 3, 23),
                    said=(
                        Said(
                            date(2018, 2, 15),
                            "Names agreed in five of seven teams.",
                            link=EVIDENCE + "named-people",
                        ),
                    ),
                    submitted=Said(date(2018, 3, 20), "Names agreed in all seven."),
                    accepted_on=date(2018, 3, 28),
                ),
            ),
            gauges=(gauges.TREATMENT_ASKED,),
        ),
    ),
)

REVIEWS = (HARBOUR, ORCHARD, MEADOW)
