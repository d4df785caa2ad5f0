"""How the board knows that the reviews of 2017/18 made a difference: all of it invented.

What was tested helped in part more often than not, and later reviews named some of it again. Six
were never tested: the board has planned that of late, so they are dated from today.
"""

from datetime import date

from performance.demo.shapes import Gauge, Said, Tested

AUDIT = "audit_question"
INDICATOR = "indicator"
SURVEY = "survey"
RELOOK = "relook"

# Harbour

BRUISING = Gauge(
    AUDIT,
    "Of babies who cannot move and were seen with a mark, how many saw a paediatrician the same "
    "day?",
    date(2018, 11, 5),
    standard="babies",
    tested=Tested(
        date(2018, 11, 12),
        "helped",
        "Twenty-three of twenty-five, against fourteen of twenty-five before the protocol was "
        "taught. Both that waited came in the evening.",
        embedded=Said(
            date(2019, 1, 21), "Induction and supervision now carry it; evenings are Ferry’s."
        ),
    ),
)
DRINKING = Gauge(
    AUDIT,
    "Does the plan say who cares for each child when an adult has been drinking or using drugs?",
    date(2019, 1, 7),
    tested=Tested(
        date(2019, 1, 14),
        "helped",
        "Twenty-six of thirty plans say so; nine of thirty did in 2016.",
        embedded=Said(date(2019, 4, 1), "The section of the form is required, and is read."),
    ),
)
ADULTS_AT_HOME = Gauge(
    AUDIT,
    "Is every adult who lives in or visits the home named in the plan?",
    date(2019, 2, 4),
    standard="fathers",
    tested=Tested(
        date(2019, 2, 11),
        "partly",
        "Those who live in: nearly always. Those who visit, or have just moved in: in half of "
        "twenty plans.",
        embedded=Said(
            date(2019, 4, 1), "Kept for those who live in; new partners are in Ferry’s plan."
        ),
    ),
)

# Orchard

WHO_CAME = Gauge(
    INDICATOR,
    "Share of agencies invited to a first conference that came, or sent a report in time.",
    61,
)
DISAGREEING = Gauge(
    SURVEY,
    "Do staff say that they know how to raise a disagreement, and did so when they had one?",
    date(2018, 12, 10),
    tested=Tested(
        date(2018, 12, 17),
        "partly",
        "Most know the policy. Fewer than half of those who disagreed had put it in writing.",
        embedded=Said(date(2019, 2, 25), "Knowing is kept; doing is in Ferry’s plan."),
    ),
)
REFLECTING = Gauge(
    AUDIT,
    "Does the supervision record say what the worker made of what they saw?",
    40,
    standard="supervision",
)

# Meadow

SEEN_AT_HOME = Gauge(
    RELOOK,
    "A reader from outside the agencies: do plans say what will be seen at home, and did anyone "
    "look?",
    date(2018, 10, 1),
    tested=Tested(
        date(2018, 10, 8),
        "partly",
        "Managers use the words they were taught. Few plans say what would be seen, so few "
        "workers could look for it.",
        embedded=Said(date(2019, 3, 11), "The workshops stay; Weir asks for more than training."),
    ),
)
FATHERS_ASKED = Gauge(
    AUDIT,
    "Was the father asked what he saw, wherever he lives?",
    17,
    standard="fathers",
)
TREATMENT_ASKED = Gauge(
    INDICATOR,
    "Share of conferences about a patient’s child to which adult treatment was invited.",
    date(2019, 3, 25),
    tested=Tested(
        date(2019, 4, 8),
        "helped",
        "Invited to nearly all; came, or sent a report, to two in three.",
        embedded=Said(date(2019, 6, 10), "A named person in each team answers."),
    ),
)

# The inspection

CLEAR_PLANS = Gauge(
    AUDIT,
    "Can a parent say, from the plan alone, what must change and by when?",
    33,
)
OVERSIGHT = Gauge(
    AUDIT,
    "Is there a manager’s decision, and its reason, on the record each month?",
    date(2019, 1, 14),
    standard="supervision",
    tested=Tested(
        date(2019, 1, 21),
        "partly",
        "The decision is there; the reason in three of five.",
        embedded=Said(date(2019, 7, 8), "Read again each quarter in the agency’s own audit."),
    ),
)
LONG_PLANS = Gauge(
    INDICATOR,
    "Child protection plans that have run for two years or more.",
    26,
)
JOINT_AUDITS = Gauge(
    RELOOK,
    "Does each multi-agency audit have a health lead and two schools?",
    52,
)
