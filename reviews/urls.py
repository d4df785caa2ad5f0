from django.urls import path

from reviews.views import (
    actions,
    audits,
    evidence,
    links,
    plans,
    recommendations,
    reminders,
    reviews,
    search,
    themes,
    updates,
    work,
)

app_name = "reviews"
urlpatterns = [
    path("owed/", work.work, name="work"),
    path("search/", search.search, name="search"),
    # Themes
    path("themes/", themes.themes, name="themes"),
    path("themes/add/", themes.add_theme, name="add-theme"),
    path("themes/<int:pk>/", themes.theme, name="theme"),
    path("themes/<int:pk>/edit/", themes.edit_theme, name="edit-theme"),
    path("themes/<int:pk>/retire/", themes.retire_theme, name="retire-theme"),
    # Reviews
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/add/", reviews.add_review, name="add-review"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/edit/", reviews.edit_review, name="edit-review"),
    path("reviews/<int:pk>/plan/", plans.review_plan, name="review-plan"),
    path("reviews/<int:pk>/publish/ask/", reviews.ask_to_publish, name="ask-to-publish"),
    path(
        "reviews/<int:pk>/publish/approve/",
        reviews.approve_publication,
        name="approve-publication",
    ),
    path(
        "reviews/<int:pk>/publish/send-back/",
        reviews.send_back_publication,
        name="send-back-publication",
    ),
    path("reviews/<int:pk>/readers/add/", reviews.name_reader, name="name-reader"),
    path("reviews/readers/<int:pk>/end/", reviews.end_reader, name="end-reader"),
    path("reviews/findings/", reviews.findings, name="findings"),
    path("reviews/<int:pk>/findings/add/", reviews.add_finding, name="add-finding"),
    path("reviews/findings/<int:pk>/edit/", reviews.edit_finding, name="edit-finding"),
    # Recommendations
    path(
        "reviews/<int:pk>/recommendations/add/",
        recommendations.add_recommendation,
        name="add-recommendation",
    ),
    path(
        "reviews/recommendations/<int:pk>/",
        recommendations.recommendation,
        name="recommendation",
    ),
    path(
        "reviews/recommendations/<int:pk>/edit/",
        recommendations.edit_recommendation,
        name="edit-recommendation",
    ),
    # Actions
    path("actions/", actions.actions, name="actions"),
    path("actions/hand-over/", actions.hand_over, name="hand-over"),
    path("actions/agency/<int:pk>/plan/", plans.agency_plan, name="agency-plan"),
    path("reviews/recommendations/<int:pk>/actions/add/", actions.add_action, name="add-action"),
    path("actions/<int:pk>/", actions.action, name="action"),
    path("actions/<int:pk>/update/", actions.update_action, name="update-action"),
    path("actions/<int:pk>/accept/", actions.accept_action, name="accept-action"),
    path("actions/<int:pk>/return/", actions.return_action, name="return-action"),
    path("actions/<int:pk>/due-date/", actions.change_due_date, name="change-due-date"),
    path("actions/<int:pk>/hand-over/", actions.hand_over_action, name="hand-over-action"),
    path("actions/<int:pk>/share/", actions.share_action, name="share-action"),
    # Audits
    path("audits/", audits.audit_rounds, name="audit-rounds"),
    path("audits/add/", audits.add_audit_round, name="add-audit-round"),
    path("audits/<int:pk>/", audits.audit_round, name="audit-round"),
    path("audits/<int:pk>/ask/", audits.ask_agencies, name="ask-agencies"),
    path("audits/<int:pk>/close/", audits.close_audit_round, name="close-audit-round"),
    path("audits/returns/", audits.audit_returns, name="audit-returns"),
    path("audits/returns/<int:pk>/", audits.audit_return, name="audit-return"),
    path(
        "audits/returns/<int:pk>/questions/<int:number>/",
        audits.answer_question,
        name="answer-question",
    ),
    path("audits/returns/<int:pk>/submit/", audits.submit_return, name="submit-return"),
    path("audits/returns/<int:pk>/accept/", audits.accept_return, name="accept-return"),
    path("audits/returns/<int:pk>/query/", audits.query_return, name="query-return"),
    path("audits/returns/<int:pk>/share/", audits.share_return, name="share-return"),
    # Evidence
    path("evidence/", evidence.evidence, name="evidence"),
    path("evidence/<int:pk>/", evidence.download_evidence, name="download-evidence"),
    # Reminders, links that answer without signing in, and many updates on one page
    path("reminders/", reminders.reminders, name="reminders"),
    path("actions/<int:pk>/remind/", reminders.remind, name="remind"),
    path("actions/links/<int:pk>/end/", links.end_link, name="end-link"),
    path("say/thanks/", links.said, name="said"),
    path("say/<str:token>/", links.say, name="say"),
    path("owed/update/", updates.update_owed, name="update-owed"),
]
