"""Index of every model of this app, for Django and for other apps."""

from courses.assessment.allowances import (
    Accommodation,
    AttemptRequest,
    QuizWindow,
    RetryGrant,
)
from courses.assessment.marks import GradeChange, Mark, Regrade, RegradeRun
from courses.assessment.models import Attempt, Response
from courses.assessment.tallies import QuestionTally, QuizTally, TallyState
from courses.catalogue.items import LessonPage, ModulePage, QuizPage
from courses.catalogue.manual import ManualPage, ManualPartPage
from courses.catalogue.models import (
    CourseIndexPage,
    CourseObjective,
    CoursePage,
    Figure,
    Topic,
)
from courses.catalogue.prerequisites import CoursePrerequisite
from courses.editions.models import (
    Course,
    Edition,
    EditionItem,
    EditionQuestion,
    QuestionVersion,
    VersionUpload,
)
from courses.exchange.models import LoadedItem
from courses.feedback.models import CourseEvaluation, EvaluationGiven, LessonFlag
from courses.learning.models import (
    Completion,
    CompletionVoided,
    Enrolment,
    Entitlement,
    ItemProgress,
    Offering,
)
from courses.manuals.models import ManualPrint
from courses.payments.models import Order, OrderLine, Payment, Price, Seat, StripeCustomer
from courses.payments.office import Difference, Grant, Reconciliation, Refund, StripeEvent
from courses.people.invitations import EmailDomain, Invitation, InvitationUse
from courses.people.looking import RecordView
from courses.people.minors import GuardianConsent
from courses.people.models import Person
from courses.people.organisations import Membership, Organisation
from courses.people.records import ErasureRequest, PeopleMerged
from courses.people.removals import Removal
from courses.questions.models import Question, QuestionBank, QuestionTag
from courses.reports.organisations.models import OrganisationJob, Reminded
from courses.rosters.cards import CardSheet, ClaimCard
from courses.rosters.declining import DeclinedAddress
from courses.rosters.models import Roster, RosterInvitation, RosterRow
from courses.rosters.supervised import SupervisedSession, SupervisedVisit
from courses.studio.models import QuestionImport

__all__ = [
    "Accommodation",
    "Attempt",
    "AttemptRequest",
    "CardSheet",
    "ClaimCard",
    "Completion",
    "CompletionVoided",
    "Course",
    "CourseEvaluation",
    "CourseIndexPage",
    "CourseObjective",
    "CoursePrerequisite",
    "CoursePage",
    "DeclinedAddress",
    "Difference",
    "Edition",
    "EditionItem",
    "EditionQuestion",
    "EmailDomain",
    "Enrolment",
    "Entitlement",
    "ErasureRequest",
    "EvaluationGiven",
    "Figure",
    "GradeChange",
    "Grant",
    "Invitation",
    "InvitationUse",
    "GuardianConsent",
    "ItemProgress",
    "LessonFlag",
    "LessonPage",
    "LoadedItem",
    "ManualPage",
    "ManualPartPage",
    "ManualPrint",
    "Mark",
    "Membership",
    "ModulePage",
    "Offering",
    "Order",
    "OrderLine",
    "Organisation",
    "Payment",
    "OrganisationJob",
    "PeopleMerged",
    "Person",
    "Price",
    "Question",
    "QuestionBank",
    "QuestionImport",
    "QuestionTag",
    "QuestionTally",
    "QuestionVersion",
    "QuizPage",
    "QuizTally",
    "QuizWindow",
    "Reconciliation",
    "Refund",
    "RecordView",
    "Regrade",
    "RegradeRun",
    "Reminded",
    "Removal",
    "Response",
    "RetryGrant",
    "Seat",
    "StripeCustomer",
    "StripeEvent",
    "Roster",
    "RosterInvitation",
    "RosterRow",
    "SupervisedSession",
    "SupervisedVisit",
    "TallyState",
    "Topic",
    "VersionUpload",
]
