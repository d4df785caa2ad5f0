from django.urls import path

from boards.views import board, people, public

app_name = "boards"
urlpatterns = [
    path("healthz", public.health, name="health"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("privacy/", public.privacy, name="privacy"),
    path("help/", public.help_page, name="help"),
    path("boards/choose/", board.choose_board, name="choose-board"),
    path("boards/<int:pk>/colours.css", public.colours, name="colours"),
    path("board/", board.board, name="board"),
    path("board/meetings/", board.meetings, name="meetings"),
    path("board/meetings/add/", board.add_meeting, name="add-meeting"),
    path("board/achievements/", board.achievements, name="achievements"),
    path("board/views/", board.member_views, name="member-views"),
    path("board/activity/", board.activity, name="activity"),
    path("board/e-mails/", board.notices, name="notices"),
    path("board/agencies/", board.agencies, name="agencies"),
    path("board/agencies/<int:pk>/", board.agency, name="agency"),
    path("board/people/", people.people, name="people"),
    path("board/people/invite/", people.invite_person, name="invite-person"),
    path("board/people/<int:pk>/end/", people.end_membership, name="end-membership"),
    path(
        "board/invitations/<int:pk>/withdraw/",
        people.withdraw_invitation,
        name="withdraw-invitation",
    ),
    path("invitation/<str:secret>/", people.accept_invitation, name="accept-invitation"),
]
