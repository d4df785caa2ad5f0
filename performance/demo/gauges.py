"""How the board knows that the reviews of 2017/18 made a difference: all of it invented.

What was tested helped in part more often than not; later reviews named some of it again.
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
    date(2018, 12, 31),
    tested=Tested(
        date(2019, 1, 21),
        "partly",
        "More came, and police reports are nearly always in time. Family doctors’ reports are "
        "not.",
        embedded=Said(
            date(2019, 4, 1), "Kept as a monthly figure; family doctors are in Weir’s plan."
        ),
    ),
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
    date(2019, 3, 11),
    standard="supervision",
    tested=Tested(
        date(2019, 3, 18),
        "helped",
        "Seventeen of twenty records do; six of twenty did before.",
        embedded=Said(date(2019, 6, 10), "Protected time stays in the job plans."),
    ),
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
    date(2019, 3, 25),
    standard="fathers",
    tested=Tested(
        date(2019, 4, 1),
        "partly",
        "Settings have fathers’ names. In a third of twelve records somebody had spoken to him.",
        embedded=Said(date(2019, 6, 10), "Names are kept; speaking to him is in Ferry’s plan."),
    ),
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
    date(2018, 12, 10),
    tested=Tested(
        date(2018, 12, 17),
        "helped",
        "Forty plans sampled in eight districts: thirty-three do it, and no district fewer than "
        "three of five.",
        embedded=Said(date(2019, 3, 4), "The plan format is the only one in use."),
    ),
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
    date(2019, 3, 31),
    tested=Tested(
        date(2019, 4, 29),
        "partly",
        "Each plan was looked at by its day. The numbers are too small to tell more than that.",
        embedded=Said(date(2019, 7, 8), "The panel stays; its figures go to the quality group."),
    ),
)
JOINT_AUDITS = Gauge(
    RELOOK,
    "Does each multi-agency audit have a health lead and two schools?",
    date(2019, 3, 31),
    tested=Tested(
        date(2019, 4, 15),
        "helped",
        "Every audit since the autumn of 2017 had a health lead, and since 2018 two schools.",
        embedded=Said(date(2019, 7, 8), "It is in the terms of the audit programme."),
    ),
)
