"""The steps between the right password and being signed in."""

from allauth.account import stages

from .addresses import is_theirs


class EmailVerificationStage(stages.EmailVerificationStage):
    def handle(self):
        """Let in an account without an address: there is nothing to verify, and nowhere to write.

        A user of None is allauth's pretence for an address it does not want to talk about.
        """
        user = self.login.user
        if user and not user.email:
            return None, True
        if user and not is_theirs(self.login.email or user.email, user):
            self.login.email = None  # an address that was taken away meanwhile: verify today's
        return super().handle()
