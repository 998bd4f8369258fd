"""Consultations: a question, its conversation by any channel, its clocks, and what others learn from it. No HTTP.

desk = library.consultations
case = desk.submit(account, "1872", AskForm(title=…, question=…, search_id=…), token=…)
desk.answer(case, "…", by=officer)
desk.say(case, "…", by=account)
desk.close(case, "resolved", by=officer)
"""

from library.consultations.asking import AskForm, EnteredCase
from library.consultations.desk import Consultations
from library.consultations.following import FollowUpForm
from library.consultations.views import (
    AnswerView,
    AppointmentView,
    CaseLine,
    CaseView,
    EventView,
    FileView,
    MailView,
    MessageView,
    SearchView,
)
from library.consultations.walk_in import DeskForm

__all__ = [
    "AnswerView",
    "AppointmentView",
    "AskForm",
    "CaseLine",
    "CaseView",
    "Consultations",
    "DeskForm",
    "EnteredCase",
    "EventView",
    "FileView",
    "FollowUpForm",
    "MailView",
    "MessageView",
    "SearchView",
]
