"""Sign-in, as django-allauth does it, with the door to sign-up closed."""

from allauth.account.adapter import DefaultAccountAdapter


class InvitationOnly(DefaultAccountAdapter):
    """Accounts are made by accepting an invitation, or by an administrator."""

    def is_open_for_signup(self, request):
        return False
