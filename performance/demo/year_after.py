"""Two learning reviews of 2018/19, all invented: some themes of the year before come back.

That Kent's reviews of 2018/19 named several of the same things in other words is the domain notes'
(7.3). These two reviews, their wording and their dates are not Kent's.
"""

from datetime import date

from performance.demo import gauges
from performance.demo.scene import INVENTED, Scene
from performance.demo.shapes import Asked, Found, Gauge, Learned, Said, Task, Tested

EVIDENCE = "https://evidence.example/"

FERRY = Learned(
    kind="LR",
    year=2018,
    pseudonym="Ferry",
    body="board",
    summary=(
        "Who was known to be at home, what happened in the evening, and what became of a "
        "disagreement. Invented for demonstration."
    ),
    source=INVENTED,
    logged_on=date(2018, 4, 23),
    found_on=date(2018, 9, 17),
    asked_to_publish_on=date(2018, 11, 1),
    published_on=date(2018, 11, 12),
    take_down_on=date(2020, 12, 31),
    closed_on=date(2021, 6, 14),
    found=(
        Found(
            "A partner who stayed most nights was in no plan, although two services had met him.",
            ("fathers",),
            agencies=("early help", "community health"),
        ),
        Found(
            "A mark seen in the evening waited until the morning, because nobody knew whom to "
            "ring.",
            ("babies", "young children"),
            agencies=("east kent hospitals", "ambulance"),
        ),
        Found(
            "Two services disagreed about risk for five weeks, and neither put it in writing.",
            ("escalation",),
            agencies=("education", "mental health"),
        ),
        Found(
            "A nursery wrote down the children’s own words each week, and read them out at the "
            "conference.",
            ("meetings",),
            agencies=("early years",),
            is_good=True,
        ),
    ),
    asked=(
        Asked(
            "No plan should be closed until it names every adult who has care of the child.",
            (1,),
            is_high=True,
            tasks=(
                Task(
                    agency="early help",
                    change="system",
                    wording="Change the record so that a plan without a map of adults cannot be "
                    "closed.",
                    difference="New partners are known before a plan ends.",
                    agreed_on=date(2018, 12, 3),
                    due_on=date(2019, 4, 30),
                    said=(
                        Said(
                            date(2019, 3, 5),
                            "Built, and tried out in two districts.",
                            file="template-change.txt",
                        ),
                    ),
                    submitted=Said(date(2019, 4, 25), "In use in every district."),
                    accepted_on=date(2019, 5, 13),
                ),
                Task(
                    agency="community health",
                    change="joint_working",
                    wording="Visit together with early help when a new adult joins the home.",
                    difference="Two services see the same family, and say so to each other.",
                    agreed_on=date(2018, 12, 3),
                    due_on=date(2019, 3, 29),
                    said=(
                        Said(
                            date(2019, 2, 6),
                            "Agreed in all districts; eleven visits made so far.",
                            file="supervision-sample.csv",
                        ),
                    ),
                    submitted=Said(date(2019, 3, 26), "Thirty-one visits made."),
                    accepted_on=date(2019, 4, 8),
                ),
            ),
            gauges=(
                Gauge(
                    gauges.AUDIT,
                    "Is every adult who has care of the child named in the plan, new partners "
                    "included?",
                    date(2020, 1, 13),
                    standard="fathers",
                    tested=Tested(
                        date(2020, 1, 20),
                        "helped",
                        "Thirty-four of forty plans, against half the year before.",
                        embedded=Said(
                            date(2020, 6, 8), "The record no longer lets it be left out."
                        ),
                    ),
                ),
            ),
        ),
        Asked(
            "A baby with a mark should be seen the same day, at any hour.",
            (2,),
            tasks=(
                Task(
                    agency="east kent hospitals",
                    change="workload",
                    wording="Keep one telephone line to a paediatrician open day and night.",
                    difference="Whoever sees the baby rings one number and is answered.",
                    agreed_on=date(2018, 12, 3),
                    due_on=date(2019, 5, 31),
                    said=(
                        Said(
                            date(2019, 3, 12),
                            "The rota is staffed until midnight.",
                            link=EVIDENCE + "on-call-rota",
                        ),
                    ),
                    submitted=Said(date(2019, 5, 28), "Day and night since the start of May."),
                    accepted_on=date(2019, 6, 10),
                ),
                Task(
                    agency="ambulance",
                    change="communication",
                    wording="Send crews a reminder of the number, and put it in every vehicle.",
                    difference="Crews ring from the home.",
                    agreed_on=date(2018, 12, 3),
                    due_on=date(2019, 3, 29),
                    said=(
                        Said(
                            date(2019, 2, 11),
                            "The reminder went out in January.",
                            link=EVIDENCE + "crew-reminder",
                        ),
                    ),
                    submitted=Said(date(2019, 3, 20), "A card is in every vehicle."),
                    accepted_on=date(2019, 4, 8),
                ),
            ),
            gauges=(
                Gauge(
                    gauges.AUDIT,
                    "Of babies first seen with a mark after six in the evening, how many saw a "
                    "paediatrician that day?",
                    date(2019, 12, 2),
                    standard="babies",
                    tested=Tested(
                        date(2019, 12, 9),
                        "partly",
                        "Eleven of fourteen. The three that waited came through services without "
                        "the number.",
                        embedded=Said(
                            date(2020, 6, 8), "The line stays open; the number was sent to all."
                        ),
                    ),
                ),
            ),
        ),
        Asked(
            "Disagreements should be put in writing, and settled by a panel within five days.",
            (3,),
            to_board=True,
            answer="in_part",
            reasons="The board accepts that they be written down and settled within days. It does "
            "not set up another panel: managers who know the case can meet sooner.",
            tasks=(
                Task(
                    agency="education",
                    change="policy",
                    wording="Shorten the escalation policy to one page, with a form.",
                    difference="Staff write a disagreement down the day that it arises.",
                    agreed_on=date(2018, 12, 3),
                    due_on=date(2019, 1, 31),
                    said=(
                        Said(
                            date(2019, 1, 15),
                            "One page is agreed with every agency.",
                            link=EVIDENCE + "one-page-policy",
                        ),
                    ),
                    submitted=Said(date(2019, 1, 29), "Published, with its form."),
                    accepted_on=date(2019, 2, 11),
                ),
            ),
            gauges=(
                Gauge(
                    gauges.INDICATOR,
                    "Escalations written down in a quarter, and working days until each was "
                    "settled.",
                    date(2019, 10, 7),
                    standard="escalation",
                    tested=Tested(
                        date(2019, 10, 14),
                        "dont_know",
                        "Only schools counted theirs, so nobody can say.",
                        led_to=Task(
                            agency="mental health",
                            change="process",
                            wording="Count escalations, and days until each is settled, as schools "
                            "do.",
                            difference="Nobody waits weeks for an answer without being seen.",
                            agreed_on=date(2019, 11, 4),
                            due_on=date(2020, 3, 31),
                            said=(
                                Said(
                                    date(2020, 2, 4),
                                    "Counted since January.",
                                    link=EVIDENCE + "escalation-count",
                                ),
                            ),
                            submitted=Said(date(2020, 3, 10), "The first quarter is in the count."),
                            accepted_on=date(2020, 3, 16),
                        ),
                    ),
                ),
                Gauge(
                    gauges.INDICATOR,
                    "Share of escalations, from the two services that count them, settled within "
                    "five working days.",
                    date(2021, 3, 8),
                    standard="escalation",
                    tested=Tested(
                        date(2021, 3, 15),
                        "helped",
                        "Nineteen of twenty-three; there was no count before.",
                        embedded=Said(date(2021, 6, 7), "Both counts go to the quality group."),
                    ),
                ),
            ),
        ),
    ),
)


def weir(scene: Scene) -> Learned:
    """One of its actions was reopened of late, so it is not closed."""
    return Learned(
        kind="LR",
        year=2018,
        pseudonym="Weir",
        body="board",
        summary=(
            "How far services were let in, and what stayed in each service’s own record. "
            "Invented for demonstration."
        ),
        source=INVENTED,
        logged_on=date(2018, 6, 18),
        found_on=date(2018, 11, 26),
        asked_to_publish_on=date(2019, 2, 7),
        published_on=date(2019, 2, 18),
        take_down_on=date(2021, 3, 31),
        found=FOUND_BY_WEIR,
        asked=(SEEN, _relapse(scene), HISTORY, REPORTS),
    )


FOUND_BY_WEIR = (
    Found(
        "Workers were met at the door, and a visit counted whether or not a child was seen.",
        ("curiosity",),
        agencies=("social work", "voluntary"),
    ),
    Found(
        "Treatment services knew of a relapse two months before the plan did.",
        ("alcohol and drugs",),
        agencies=("mental health",),
    ),
    Found(
        "What earlier years would have told was in a closed file that nobody opened.",
        ("history",),
        agencies=("social work", "police"),
    ),
    Found(
        "The family doctor’s report was written after the conference it was meant for.",
        ("meetings",),
        agencies=("integrated care",),
    ),
    Found(
        "A health visitor asked at every visit who was at home, and wrote the answer down.",
        ("fathers",),
        agencies=("community health",),
        is_good=True,
    ),
)

SEEN = Asked(
    "A visit should count only when the child was seen, and the plan should say what to look for.",
    (1,),
    is_high=True,
    tasks=(
        Task(
            key="what to look for",
            agency="social work",
            change="system",
            wording="Change the plan and the visit record: what would be seen if things were "
            "better, and was it.",
            difference="Plans are judged by children’s daily lives.",
            agreed_on=date(2019, 3, 4),
            due_on=date(2019, 6, 28),
            said=(
                Said(
                    date(2019, 5, 14),
                    "The record is changed; two teams have used it for a month.",
                    file="template-change.txt",
                ),
            ),
            submitted=Said(date(2019, 6, 24), "In use in every team."),
            accepted_on=date(2019, 7, 8),
        ),
        Task(
            key="charities look",
            agency="voluntary",
            change="communication",
            wording="Ask member charities to use the same words for what they see.",
            difference="What charities see can be put beside the plan.",
            agreed_on=date(2019, 3, 4),
            due_on=date(2019, 6, 28),
        ),
    ),
    gauges=(
        Gauge(
            gauges.RELOOK,
            "A reader from outside the agencies: in twenty plans, was what was to be seen at home "
            "looked for?",
            date(2020, 2, 3),
            tested=Tested(
                date(2020, 2, 10),
                "helped",
                "In sixteen of twenty. In three of the four others the family had moved.",
                embedded=Said(date(2020, 6, 8), "The record asks for it at every visit."),
            ),
        ),
    ),
)

HISTORY = Asked(
    "Build one record in which every service reads the family’s whole history.",
    (3,),
    answer="not_accepted",
    reasons="Not accepted: one record for every service is beyond what the board’s agencies can "
    "build, and what may be shared differs by law. Each agency is asked to read its own closed "
    "files at a first assessment; the quality group looks at that in its audits.",
    agencies=("social work", "police"),
)

REPORTS = Asked(
    "Family doctors’ reports should reach conferences in time to be read.",
    (4,),
    tasks=(
        Task(
            agency="integrated care",
            change="training",
            wording="Train practice managers in what a conference report is for.",
            difference="Family doctors’ knowledge reaches the meeting.",
            agreed_on=date(2019, 3, 4),
            due_on=date(2019, 5, 31),
            said=(
                Said(
                    date(2019, 4, 9),
                    "Two of four courses held.",
                    link=EVIDENCE + "practice-managers",
                ),
            ),
            submitted=Said(date(2019, 5, 21), "All four held; three in four practices came."),
            accepted_on=date(2019, 6, 10),
        ),
    ),
    gauges=(
        Gauge(
            gauges.INDICATOR,
            "Share of family doctors’ reports that arrived three days before the conference.",
            date(2020, 1, 31),
            tested=Tested(
                date(2020, 2, 17),
                "not_helped",
                "Two in five, as before. Practices know what to write, and are asked too late.",
                led_to=Task(
                    agency="integrated care",
                    change="system",
                    wording="Send the request to the practice’s own system on the day that a "
                    "conference is called.",
                    difference="Practices have ten days and not three.",
                    agreed_on=date(2020, 7, 6),
                    due_on=date(2021, 2, 26),
                    said=(
                        Said(
                            date(2020, 11, 10),
                            "The link works in a third of practices.",
                            link=EVIDENCE + "request-link",
                        ),
                    ),
                    submitted=Said(date(2021, 2, 16), "It works in nine of ten."),
                    accepted_on=date(2021, 3, 8),
                ),
            ),
        ),
    ),
)


def _relapse(scene: Scene) -> Asked:
    return Asked(
        "Treatment services should tell the plan’s lead of a relapse within two working days.",
        (2,),
        tasks=(
            Task(
                agency="mental health",
                change="joint_working",
                wording="Name a person in each team who tells the plan’s lead of a relapse.",
                difference="Children’s care is planned again before the next weekend.",
                agreed_on=date(2019, 3, 4),
                due_on=date(2019, 8, 30),
                said=(
                    Said(
                        date(2019, 6, 18),
                        "Named in four of seven teams.",
                        link=EVIDENCE + "relapse-names",
                    ),
                ),
                submitted=Said(date(2019, 8, 27), "Named in all seven."),
                accepted_on=date(2019, 9, 9),
                reopened=Said(
                    scene.day(-18),
                    "In two teams the named person has left, and nobody has been named since.",
                ),
                again_due_on=scene.day(38),
            ),
        ),
        gauges=(
            Gauge(
                gauges.AUDIT,
                "When an adult relapsed, how soon did the plan’s lead know?",
                date(2020, 2, 24),
                tested=Tested(
                    date(2020, 3, 2),
                    "helped",
                    "Within two working days in eight of nine; it had been weeks.",
                    embedded=Said(date(2020, 6, 8), "A named person in each team."),
                ),
            ),
            Gauge(
                gauges.AUDIT,
                "The same question again, once the action is done a second time.",
                scene.day(180),
            ),
        ),
    )
