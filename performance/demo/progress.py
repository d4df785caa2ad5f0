"""Work in progress, all invented and dated from the day of first loading."""

from datetime import date

from performance.demo import gauges
from performance.demo.scene import INVENTED, Scene
from performance.demo.shapes import Asked, Found, Gauge, Learned, Moved, Said, Task, Tested

EVIDENCE = "https://evidence.example/"


def lantern(scene: Scene) -> Learned:
    """A published learning review whose actions are under way: late, due, sent in, accepted."""
    day = scene.day
    return Learned(
        kind="LR",
        year=day(-260).year,
        pseudonym="Lantern",
        body="partnership",
        summary=(
            "How services know the adults around a baby, and what they do when one of them sees "
            "something. Invented for demonstration."
        ),
        source=INVENTED,
        logged_on=day(-260),
        found_on=day(-150),
        asked_to_publish_on=day(-126),
        published_on=day(-120),
        take_down_on=date(day(-120).year + 2, 12, 31),
        found=(
            Found(
                "New partners were known to one service and not to the others, as earlier reviews "
                "had found.",
                ("fathers",),
                agencies=("community health", "social work"),
            ),
            Found(
                "The bruising protocol was known on wards and less well in out-of-hours services.",
                ("babies",),
                agencies=("ambulance", "community health"),
            ),
            Found(
                "Papers for meetings reached some services too late to be read.",
                ("meetings", "escalation"),
                agencies=("integrated care",),
            ),
            Found(
                "What was said to have changed was seldom seen to have changed.",
                ("curiosity", "supervision"),
                agencies=("social work", "voluntary"),
            ),
        ),
        asked=(
            _adults(scene),
            _babies(scene),
            _meetings(scene),
            _curiosity(scene),
            _said_too_late(),
        ),
    )


def _adults(scene: Scene) -> Asked:
    day = scene.day
    return Asked(
        "Ask about, and check, every adult who has care of a baby.",
        (1,),
        (
            Task(
                agency="community health",
                change="system",
                wording="Ask about new partners at each contact in the first year, and audit it.",
                difference="Health visitors know who has care of each baby.",
                agreed_on=day(-110),
                due_on=day(-12),
                said=(
                    Said(
                        day(-48),
                        "The question is in the record template; audit planned for next month.",
                        file="template-change.txt",
                    ),
                ),
                shared=True,
                is_high=True,
            ),
            Task(
                agency="social work",
                change="policy",
                wording="Check every adult in the household within five days of a referral.",
                difference="Nobody who has harmed a child is unknown to the plan.",
                agreed_on=day(-110),
                due_on=day(-5),
                said=(
                    Said(
                        day(-60),
                        "Practice note sent; managers sample ten referrals a week.",
                        link=EVIDENCE + "practice-note",
                    ),
                ),
                submitted=Said(day(-18), "Ninety-four of a hundred were checked in five days."),
                accepted_on=day(-9),
                accepted_because="Sample seen; the other six were explained.",
            ),
            Task(
                agency="police",
                change="workload",
                wording="Answer checks on adults in a household within two working days.",
                difference="Plans are made knowing what police know.",
                agreed_on=day(-110),
                due_on=day(-34),
                said=(Said(day(-52), "Answered in four days on average; a desk is being set up."),),
            ),
        ),
        gauges=(_adults_test(scene),),
    )


def _babies(scene: Scene) -> Asked:
    day = scene.day
    return Asked(
        "See that the bruising protocol is known out of hours.",
        (2,),
        (
            Task(
                agency="east kent hospitals",
                change="system",
                wording="Put the protocol on the first screen of the out-of-hours record.",
                difference="A baby with a mark at the weekend is seen the same day.",
                agreed_on=day(-110),
                due_on=day(9),
                said=(
                    Said(
                        day(-40),
                        "Screen designed and agreed.",
                        link=EVIDENCE + "screen-design",
                    ),
                ),
                submitted=Said(day(-6), "Live on all sites since last week."),
            ),
            Task(
                agency="community health",
                change="training",
                wording="Brief every urgent treatment centre and keep a register of who came.",
                difference="The nurse who sees a baby at night knows whom to ring.",
                agreed_on=day(-110),
                due_on=day(3),
                said=(
                    Said(
                        day(-33),
                        "Briefings held at five of eight centres.",
                        file="briefing-register.csv",
                    ),
                ),
                submitted=Said(day(-17), "Held at all eight; the register is attached above."),
            ),
            Task(
                agency="ambulance",
                change="communication",
                wording="Add the protocol to the crews’ pocket guide.",
                difference="Crews ask for a paediatrician when a baby who cannot move is marked.",
                agreed_on=day(-110),
                due_on=day(18),
            ),
            Task(
                agency="tunbridge wells hospitals",
                change="system",
                wording="Show the protocol when a baby’s age is entered at the front desk.",
                difference="Nobody has to remember the protocol at three in the morning.",
                agreed_on=day(-7),
                due_on=day(120),
                is_only_proposed=True,
            ),
        ),
        gauges=(_babies_test(scene),),
    )


def _meetings(scene: Scene) -> Asked:
    day = scene.day
    return Asked(
        "Bring the right people and papers to each meeting, and settle disagreements soon.",
        (3,),
        (
            Task(
                agency="mental health",
                change="process",
                wording="Report each month which conferences adult teams came to.",
                difference="Children’s plans weigh how a parent’s illness affects them.",
                agreed_on=day(-110),
                due_on=day(26),
                said=(Said(day(-45), "First month reported by hand."),),
                owner="leaver",
            ),
            Task(
                agency="schools",
                change="policy",
                wording="Agree who attends in school holidays.",
                difference="Conferences in August hear from school.",
                agreed_on=day(-110),
                due_on=day(75),
                deferred=Moved(
                    was_due_on=day(-10),
                    on=day(-24),
                    because="Heads meet once a term, and the next meeting falls after the old "
                    "date.",
                ),
            ),
            Task(
                agency="integrated care",
                change="workload",
                wording="Pay family doctors for reports sent three days before a conference.",
                difference="Family doctors’ knowledge reaches the meeting.",
                agreed_on=day(-110),
                due_on=day(40),
                moved=Moved(
                    was_due_on=day(-20),
                    on=day(-27),
                    because="The contract can only change at the start of a quarter.",
                ),
                said=(Said(day(-58), "Contract wording drafted."),),
            ),
            Task(
                agency="education",
                change="process",
                wording="Count escalations by schools, and how each ended.",
                difference="Schools’ worries are answered, and seen to be answered.",
                agreed_on=day(-110),
                due_on=day(12),
                said=(
                    Said(
                        day(-50),
                        "A form for counting is in use.",
                        link=EVIDENCE + "escalation-form",
                    ),
                ),
                submitted=Said(day(-15), "The first term’s count is in the same place."),
                returned=Said(day(-8), "How did each of the eleven end? Please add that column."),
            ),
        ),
        gauges=(_meetings_test(scene),),
    )


def _curiosity(scene: Scene) -> Asked:
    day = scene.day
    return Asked(
        "Test what has changed by what children live with.",
        (4,),
        (
            Task(
                agency="voluntary",
                change="communication",
                wording="Ask members to say in reports what they saw, and when.",
                difference="Plans rest on what was seen at home.",
                agreed_on=day(-110),
                due_on=day(-4),
            ),
            Task(
                agency="districts",
                change="training",
                wording="Train housing officers to notice and to say what they notice.",
                difference="What housing officers see reaches the people who plan.",
                agreed_on=day(-110),
                due_on=day(-1),
                said=(
                    Said(
                        day(-55),
                        "Course agreed with the training officer.",
                        link=EVIDENCE + "course-outline",
                    ),
                ),
                submitted=Said(day(-22), "Forty officers trained in six districts."),
                accepted_on=day(-14),
            ),
            Task(
                agency="probation",
                change="policy",
                wording="Add a prompt about children’s daily lives to home visits.",
                difference="Visits to adults notice children.",
                agreed_on=day(-110),
                due_on=day(95),
                disputed=Said(
                    day(-13),
                    "Most of our home visits are made by a provider whose contract we cannot "
                    "change before it ends. We ask the board to put this to them.",
                ),
            ),
            Task(
                agency="fire",
                change="training",
                wording="Train fire crews to look for signs of neglect at safety visits.",
                difference="What crews see reaches the people who plan.",
                agreed_on=day(-110),
                due_on=day(60),
                withdrawn=Said(
                    day(-57),
                    "Crews have had this in their yearly training since last spring, so it asks "
                    "for nothing new.",
                ),
            ),
        ),
        gauges=(_curiosity_test(scene),),
        answer="in_part",
        reasons="Accepted for services that visit homes. Services that see families only by "
        "appointment are asked to pass on what they hear, and no more.",
    )


def granary(scene: Scene) -> Learned:
    """A review still being written: seen by staff, the chair and its named reader."""
    day = scene.day
    return Learned(
        kind="CSPR",
        year=day(-44).year,
        pseudonym="Granary",
        body="partnership",
        summary=(
            "How services share what they know at times of handover. Invented for demonstration."
        ),
        source=INVENTED,
        logged_on=day(-44),
        aware_on=day(-49),
        notified_on=day(-46),
        themes=("meetings", "supervision"),
        found_on=day(-16),
        found=(
            Found(
                "What one team knew was not passed on when responsibility moved to another.",
                ("meetings", "supervision"),
                agencies=("community health", "social work"),
            ),
        ),
        asked=(
            Asked(
                "Each service should hand over in person, and write down that it did.",
                (1,),
                (
                    Task(
                        agency="community health",
                        change="process",
                        wording="Begin handovers in person now, ahead of publication.",
                        difference="Families are not asked to tell their story again.",
                        agreed_on=day(-11),
                        due_on=day(33),
                    ),
                ),
                gauges=(_handover_test(scene),),
            ),
        ),
    )


def _said_too_late() -> Asked:
    """The board has not answered it yet."""
    return Asked(
        "Ask parents, once a plan has ended, what would have let them be open sooner.",
        (4,),
        answer="",
        to_board=True,
    )


def _adults_test(scene: Scene) -> Gauge:
    """Its day has passed, and nobody has tested it."""
    return Gauge(
        gauges.AUDIT,
        "Does the record of the last contact say who has care of the baby, day and night?",
        scene.day(-8),
        standard="fathers",
    )


def _babies_test(scene: Scene) -> Gauge:
    """It is due on the day of loading."""
    return Gauge(
        gauges.SURVEY,
        "Ring twenty services after six in the evening: does whoever answers know what to do?",
        scene.today,
        standard="babies",
    )


def _meetings_test(scene: Scene) -> Gauge:
    return Gauge(
        gauges.INDICATOR,
        "Share of conferences whose papers reached every service three days before.",
        scene.day(64),
    )


def _curiosity_test(scene: Scene) -> Gauge:
    """Tested; the board has not yet said what follows."""
    return Gauge(
        gauges.SURVEY,
        "Housing officers’ notes of one month: do they say what the officer saw, and was it passed "
        "on?",
        scene.day(-10),
        tested=Tested(
            scene.day(-6),
            "dont_know",
            "Notes are as short as before the course. Officers may see more than they write: the "
            "form has no place for it.",
        ),
    )


def _handover_test(scene: Scene) -> Gauge:
    return Gauge(
        gauges.SURVEY,
        "Ask ten families who moved between teams whether they had to tell their story again.",
        scene.day(150),
    )
