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
from courses.catalogue.models import (
    CourseIndexPage,
    CourseObjective,
    CoursePage,
    Figure,
    Topic,
)
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
from courses.people.looking import RecordView
from courses.people.models import Person
from courses.people.organisations import Membership, Organisation
from courses.people.records import ErasureRequest, PeopleMerged
from courses.questions.models import Question, QuestionBank, QuestionTag
from courses.studio.models import QuestionImport

__all__ = [
    "Accommodation",
    "Attempt",
    "AttemptRequest",
    "Completion",
    "CompletionVoided",
    "Course",
    "CourseEvaluation",
    "CourseIndexPage",
    "CourseObjective",
    "CoursePage",
    "Edition",
    "EditionItem",
    "EditionQuestion",
    "Enrolment",
    "Entitlement",
    "ErasureRequest",
    "EvaluationGiven",
    "Figure",
    "GradeChange",
    "ItemProgress",
    "LessonFlag",
    "LessonPage",
    "LoadedItem",
    "Mark",
    "Membership",
    "ModulePage",
    "Offering",
    "Organisation",
    "PeopleMerged",
    "Person",
    "Question",
    "QuestionBank",
    "QuestionImport",
    "QuestionTag",
    "QuestionTally",
    "QuestionVersion",
    "QuizPage",
    "QuizTally",
    "QuizWindow",
    "RecordView",
    "Regrade",
    "RegradeRun",
    "Response",
    "RetryGrant",
    "TallyState",
    "Topic",
    "VersionUpload",
]
