import time, pytest
from django.core import mail
from django.conf import settings
from tests.factories import *
def test_probe(world, signed_in, django_capture_on_commit_callbacks):
    print(settings.MAILERS if hasattr(settings,'MAILERS') else None, mail)
    c = signed_in(world.staff)
    ReviewFactory(board=world.kent, published=True)
    ActionFactory(recommendation=RecommendationFactory(review=ReviewFactory(board=world.kent, published=True)), agency=world.health)
    for path in ["/reviews/?year=99999999999","/reviews/?year=NaN","/actions/?agency=999999","/actions/?due=abc","/actions/?page=-3","/actions/?per=7","/actions/?sort=nonsense","/actions/?due=1e49","/actions/?q=%00","/search/?q=%00","/search/?q=a/%00","/reviews/?published_since=2018-01-01","/reviews/?published_since=nonsense","/board/activity/?q=%00","/actions/99999999999999999999999/", "/audits/?theme=%00","/actions/?due=abc&export=csv","/actions/?status=nonsense"]:
        t=time.time()
        try:
            r = c.get(path)
            import re
            html = r.content.decode(errors="replace")
            errs = re.findall(r'govuk-error-summary__list">(.*?)</ul>', html, re.S)
            print(path, r.status_code, round(time.time()-t,3), [re.sub(r"\s+"," ",e) for e in errs], re.findall(r'list-head__count">([^<]*)', html))
        except Exception as e:
            print(path, "RAISED", repr(e)[:200], round(time.time()-t,3))
