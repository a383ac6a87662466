"""Index of every model of this app, for Django and for other apps."""

from courses.assessment.models import Attempt, Response, RetryGrant
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
from courses.people.models import Person
from courses.questions.models import Question, QuestionBank

__all__ = [
    "Attempt",
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
    "EvaluationGiven",
    "Figure",
    "ItemProgress",
    "LessonFlag",
    "LessonPage",
    "LoadedItem",
    "ModulePage",
    "Offering",
    "Person",
    "Question",
    "QuestionBank",
    "QuestionTally",
    "QuestionVersion",
    "QuizPage",
    "QuizTally",
    "Response",
    "RetryGrant",
    "TallyState",
    "Topic",
]
