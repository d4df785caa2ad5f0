import pytest

from kscb.text import fold, in_order


@pytest.mark.parametrize(
    ("texts", "folded"),
    [
        (("Fathers’ Voices",), "fathers' voices"),
        (("“Hidden” men – and\u00a0boys",), '"hidden" men - and boys'),
        (("Élan  CAFÉ\n\tnaïve",), "elan cafe naive"),
        (("KSCB/SCR2017-02", "", None, "Harbour"), "kscb/scr2017-02 harbour"),
        (("Straße ﬁle",), "strasse file"),
        ((), ""),
    ],
)
def test_texts_are_folded_to_plain_words(texts, folded):
    assert fold(*texts) == folded


def test_folding_twice_changes_nothing():
    once = fold("“Élan” – Straße’s")

    assert fold(once) == once


def test_references_sort_by_their_numbers():
    shuffled = [
        "KSCB/SCR2017-02/R10",
        "KSCB/SCR2017-02/R3/A12",
        "KSCB/SCR2017-10",
        "KSCB/SCR2017-02/R3",
        "KSCB/SCR2017-02/R3/A2",
        "KSCB/SCR2016-11",
    ]

    assert sorted(shuffled, key=in_order) == [
        "KSCB/SCR2016-11",
        "KSCB/SCR2017-02/R3",
        "KSCB/SCR2017-02/R3/A2",
        "KSCB/SCR2017-02/R3/A12",
        "KSCB/SCR2017-02/R10",
        "KSCB/SCR2017-10",
    ]


def test_the_key_of_a_reference_is_padded():
    assert in_order("KSCB/SCR2017-02/R3") == "kscb/scr02017-00002/r00003"
