from django.urls import path

from performance import views

app_name = "performance"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("indicators/", views.indicators, name="indicators"),
    path("indicators/<int:pk>/", views.indicator, name="indicator"),
    path("indicators/observations/", views.observations, name="observations"),
    path("annual-report/<int:start>-<str:end>/", views.report, name="annual-report"),
]
