from functools import cached_property

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from boards.models.membership import WHOLE_BOARD, Membership, on_board
from kscb.text import fold


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Oneself, and for staff and the chair the people of their board, past and present."""
        held_here = Membership.objects.filter(user=models.OuterRef("pk")).filter(
            on_board(user, *WHOLE_BOARD)
        )
        return self.filter(models.Q(pk=user.pk) | models.Exists(held_here))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email, name, password=None, **fields):
        person = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email, name, password=None, **fields):
        return self.create_user(
            email, name, password, **{"is_staff": True, "is_superuser": True, **fields}
        )

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What they may see and do comes from their memberships."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField("name", max_length=120)
    is_active = models.BooleanField(
        "may sign in",
        default=True,
        help_text="Untick to shut the account at once. People are never deleted.",
    )
    is_staff = models.BooleanField(
        "administrator",
        default=False,
        help_text="May open this back office. It does not open any board's records.",
    )
    date_joined = models.DateTimeField("added", auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
        ]

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @property
    def folded(self):
        return fold(self.name, self.email)

    @cached_property
    def current_memberships(self):
        """The memberships held today: one query for each request, shared by every rule."""
        if not self.is_active:
            return []
        held = Membership.objects.current().filter(user=self)
        return list(held.select_related("board", "agency").order_by("pk"))

    def has_perm(self, perm, obj=None):
        """The access tables decide what they name, for superusers too; the rest is Django's."""
        if rules.perm_exists(perm):
            return self.is_active and rules.has_perm(perm, self, obj)
        return super().has_perm(perm, obj)
