"""Every page. A new one needs a row in the matrix of tests/web/test_matrix.py."""

from django.urls import path

from web.views import (
    desk,
    documents,
    dossiers,
    drafts,
    help,
    leads,
    messages,
    people,
    session,
    steps,
)

app_name = "web"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("login/", session.sign_in, name="login"),
    path("logout/", session.sign_out, name="logout"),
    path("leads/", leads.leads, name="leads"),
    path("leads/new/", leads.new_lead, name="new_lead"),
    path("leads/new/draft/", leads.save_lead, name="save_lead"),
    path("dossiers/", dossiers.dossiers, name="dossiers"),
    path("dossiers/<int:pk>/", dossiers.dossier, name="dossier"),
    path("dossiers/<int:pk>/do/<slug:verb>/", steps.do_verb, name="do"),
    path("dossiers/<int:pk>/forms/<slug:code>/draft/", drafts.save, name="save_draft"),
    path("dossiers/<int:pk>/forms/<slug:code>/compare/", drafts.rounds_of, name="rounds"),
    path("dossiers/<int:pk>/remarks/<int:remark>/", steps.remark, name="remark"),
    path("people/<int:pk>/reveal/", people.reveal, name="reveal"),
    path("approvals/", steps.approvals, name="approvals"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("messages/", messages.messages, name="messages"),
    path("messages/read/", messages.read_all, name="read_all"),
    path("messages/<int:pk>/", messages.read_one, name="read_one"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/retry/", documents.retry, name="retry_document"),
    path("v/<slug:code>/", documents.verify, name="verify"),
    path("help/", help.help_page, name="help"),
]
