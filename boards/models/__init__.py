"""Who: boards, agencies, people, meetings, documents, activity, notices."""

from boards.models.activity import WITHHELD, Activity, Unchangeable, withhold
from boards.models.board import Agency, Board, Body, Partner
from boards.models.document import Document
from boards.models.draft import Draft
from boards.models.invitation import Invitation
from boards.models.meeting import Achievement, Meeting, MemberView
from boards.models.membership import (
    DASHBOARD,
    OF_AN_AGENCY,
    WHOLE_BOARD,
    Membership,
    Role,
    for_agency,
    on_board,
    sees_whole_boards,
    shared_with,
    sits_on_a_board,
)
from boards.models.notice import Notice
from boards.models.receipt import Receipt
from boards.models.user import User

__all__ = [
    "DASHBOARD",
    "OF_AN_AGENCY",
    "WHOLE_BOARD",
    "WITHHELD",
    "Achievement",
    "Activity",
    "Agency",
    "Board",
    "Body",
    "Document",
    "Draft",
    "Invitation",
    "Meeting",
    "MemberView",
    "Membership",
    "Notice",
    "Partner",
    "Receipt",
    "Role",
    "Unchangeable",
    "User",
    "for_agency",
    "on_board",
    "sees_whole_boards",
    "shared_with",
    "sits_on_a_board",
    "withhold",
]
