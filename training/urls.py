from django.urls import path

from training import views

app_name = "training"
urlpatterns = [
    path("", views.courses, name="courses"),
    path("add/", views.add_course, name="add-course"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/<int:pk>/", views.session, name="session"),
    path("sessions/<int:pk>/attendance/", views.record_attendance, name="record-attendance"),
    path("sessions/<int:pk>/cancel/", views.cancel_session, name="cancel-session"),
    path("attendance/", views.attendance, name="attendance"),
    path("e-learning/", views.completions, name="completions"),
    path("<int:pk>/", views.course, name="course"),
    path("<int:pk>/edit/", views.edit_course, name="edit-course"),
    path("<int:pk>/sessions/add/", views.add_session, name="add-session"),
]
