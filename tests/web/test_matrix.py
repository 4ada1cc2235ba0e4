"""Every URL × every role. A URL without a row fails; so does a row without a URL."""

from collections import defaultdict

import pytest

from tests.web.tour import OWN, ROLES, Visit, names

pytestmark = pytest.mark.django_db  # the tour needs a database

# owner, colleague, supervisor, head, district, community, auditor; agency, civil, street, finance,
# expert (who evaluates one project); stranger (another station's head), gone (whose post has
# ended), nobody
OPEN = "200 200 200 200 200 200 200 200 200 200 200 200 200 200 302"
READ = "405 405 405 405 405 405 405 405 405 405 405 405 405 405 401"
MOVED = "302 302 302 302 302 302 302 302 302 302 302 302 302 302 401"
NO_GET = "405 405 405 405 405 405 405 405 405 405 405 405 405 405 302"
NEVER = "405 405 405 405 405 405 405 405 405 405 405 405 405 405 405"
ANYBODY = "200 200 200 200 200 200 200 200 200 200 200 200 200 200 200"
FILLING = "302 404 403 403 403 404 403 404 404 404 404 404 404 404 302"
FILLED = "302 404 403 403 403 404 403 404 404 404 404 404 404 404 401"
SUPERVISES = "200 404 200 403 403 404 403 404 404 404 404 404 404 404 302"
SUPERVISED = "302 404 302 403 403 404 403 404 404 404 404 404 404 404 401"
HEADS = "200 404 403 200 403 404 403 404 404 404 404 404 404 404 302"
HEADED = "302 404 403 302 403 404 403 404 404 404 404 404 404 404 401"
SIGNS = "403 404 200 200 403 404 403 404 404 404 404 404 404 404 302"
SIGNED = "403 404 302 302 403 404 403 404 404 404 404 404 404 404 401"

TABLE = {  # name: what a GET is answered, what an empty POST is answered
    "web:desk": ["200 200 200 200 200 302 302 200 200 200 200 200 200 200 302", READ],
    "web:login": [ANYBODY, ANYBODY],
    "web:logout": [NEVER, "302 302 302 302 302 302 302 302 302 302 302 302 302 302 302"],
    "web:leads": [OPEN, READ],
    "web:new_lead": [
        "200 200 403 200 200 200 403 403 403 403 403 403 403 403 302",
        "422 422 403 422 422 422 403 403 403 403 403 403 403 403 401",
    ],
    "web:save_lead": [NEVER, "200 200 403 200 200 200 403 403 403 403 403 403 403 403 401"],
    "web:dossiers": [OPEN, MOVED],
    "web:groups": [OPEN, MOVED],
    "web:projects": [OPEN, MOVED],
    "web:new_group": [
        "200 200 403 403 403 403 403 403 403 403 403 403 403 403 302",
        "422 422 403 403 403 403 403 403 403 403 403 403 403 403 401",
    ],
    "web:attendance": [
        "200 404 302 302 404 404 404 404 404 404 404 404 404 404 302",
        "302 404 302 302 404 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:sign_in_sheet": [
        "200 404 302 302 404 404 404 404 404 404 404 404 404 404 302",
        "422 404 302 302 404 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:member_sign_in": [ANYBODY, "422 422 422 422 422 422 422 422 422 422 422 422 422 422 422"],
    "web:album": [
        "200 404 200 200 404 404 404 404 404 404 404 404 404 404 302",
        "422 404 403 403 404 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:photo": ["200 404 200 200 404 404 404 404 404 404 404 404 404 404 302", READ],
    "web:remove_photo": [NO_GET, "302 404 403 403 404 404 404 404 404 404 404 404 404 404 401"],
    "web:withdraw_picture": [NO_GET, "404 404 403 404 404 404 404 404 404 404 404 404 404 404 401"],
    "web:seats": [
        "200 404 200 200 404 404 404 404 404 404 404 404 404 404 302",
        "422 404 403 422 404 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:end_seat": [NO_GET, "302 404 403 302 404 404 404 404 404 404 404 404 404 404 401"],
    "web:member_case": [
        "200 404 403 403 404 404 404 404 404 404 404 404 404 404 302",
        "422 404 403 403 404 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:member_need": [
        "200 404 403 403 404 404 404 404 404 404 404 404 404 404 302",
        "422 404 403 403 404 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:new_project": [
        "200 200 403 200 403 403 403 403 403 403 403 403 200 403 302",
        "422 422 403 422 403 403 403 403 403 403 403 403 422 403 401",
    ],
    "web:panel": [
        "403 404 403 403 200 404 404 403 200 403 403 403 404 404 302",
        "403 404 403 403 200 404 404 403 200 403 403 403 404 404 401",
    ],
    "web:withdraw_seat": [NO_GET, "403 404 403 403 302 404 404 403 302 403 403 403 404 404 401"],
    "web:sample": [
        "403 404 403 403 200 404 404 403 200 403 403 403 404 404 302",
        "403 404 403 403 422 404 404 403 422 403 403 403 404 404 401",
    ],
    "web:asked_sum": [
        "200 404 403 200 403 404 404 403 404 403 403 404 404 404 302",
        "422 404 403 422 403 404 404 403 404 403 403 404 404 404 401",
    ],
    "web:carryover": [
        "200 404 200 200 200 404 404 200 200 200 200 404 404 404 302",
        "403 404 403 302 403 404 404 403 403 403 403 404 404 404 401",
    ],
    "web:evidence": ["200 404 200 200 200 404 404 200 200 200 200 200 404 404 302", READ],
    "web:dossier": ["200 404 200 200 200 404 200 404 404 404 404 404 404 404 302", READ],
    "web:do": [
        "200 404 404 200 200 404 404 404 404 404 404 404 404 404 302",
        "422 404 404 403 403 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:save_draft": [NEVER, "200 404 400 400 404 404 404 404 404 404 404 404 404 404 401"],
    "web:rounds": ["200 404 200 200 404 404 404 404 404 404 404 404 404 404 302", READ],
    "web:scale": [
        "200 404 403 403 404 404 404 404 404 404 404 404 404 404 302",
        "422 404 403 403 404 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:drop_draft": [NO_GET, "302 404 302 302 404 404 404 404 404 404 404 404 404 404 401"],
    "web:record": ["200 404 302 302 404 404 404 404 404 404 404 404 404 404 302", READ],
    "web:filed": ["200 404 200 200 404 404 404 404 404 404 404 404 404 404 302", READ],
    "web:read_filed": [NO_GET, "403 404 302 403 404 404 404 404 404 404 404 404 404 404 401"],
    "web:correct": [
        "200 404 403 403 404 404 404 404 404 404 404 404 404 404 302",
        "422 404 403 403 404 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:void": [
        "403 404 403 200 404 404 404 404 404 404 404 404 404 404 302",
        "403 404 403 422 404 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:closing": [
        "200 404 302 302 404 404 404 404 404 404 404 404 404 404 302",
        "302 404 302 302 404 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:save_closing": [NEVER, "200 404 400 400 404 404 404 404 404 404 404 404 404 404 401"],
    "web:ask_client": [
        "200 404 403 403 404 404 404 404 404 404 404 404 404 404 302",
        "422 404 403 403 404 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:invite_client": [NO_GET, "200 404 403 403 404 404 404 404 404 404 404 404 404 404 401"],
    "web:box": ["200 404 200 200 404 404 404 404 404 404 404 404 404 404 302", READ],
    "web:keep_scan": [NO_GET, "404 404 404 404 404 404 404 404 404 404 404 404 404 404 401"],
    "web:scan": ["200 404 200 200 404 404 404 404 404 404 404 404 404 404 302", READ],
    "web:survey": [ANYBODY, "422 422 422 422 422 422 422 422 422 422 422 422 422 422 422"],
    "web:trace": ["200 404 200 200 200 404 200 404 404 404 404 404 404 404 302", READ],
    "web:summary": ["200 404 200 200 404 404 404 404 404 404 404 404 404 404 302", READ],
    "web:attribution": [
        "200 404 200 200 200 404 200 404 404 404 404 404 404 404 302",
        "422 404 403 422 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "web:ledger": ["200 200 200 200 200 403 403 200 403 403 200 403 200 403 302", READ],
    "web:new_entry": [
        "200 200 403 200 403 403 403 403 403 403 403 403 200 403 302",
        "422 422 403 422 403 403 403 403 403 403 403 403 422 403 401",
    ],
    "web:ledger_entry": [
        "200 200 200 200 200 404 404 404 404 404 404 404 404 404 302",
        "422 422 403 422 403 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:import_ledger": [
        "200 200 403 200 403 403 403 403 403 403 403 403 200 403 302",
        "422 422 403 422 403 403 403 403 403 403 403 403 422 403 401",
    ],
    "web:ledger_template": ["200 200 403 200 403 403 403 403 403 403 403 403 200 403 302", READ],
    "web:expenses": [
        "200 200 403 200 200 404 404 200 404 403 200 404 404 404 302",
        "422 422 403 422 403 404 404 403 404 403 403 404 404 404 401",
    ],
    "web:void_expense": [
        "200 200 403 200 403 404 404 403 404 403 403 404 404 404 302",
        "422 422 403 422 403 404 404 403 404 403 403 404 404 404 401",
    ],
    "web:departures": [
        "403 403 403 200 200 403 403 403 403 403 403 403 200 403 302",
        "403 403 403 422 422 403 403 403 403 403 403 403 422 403 401",
    ],
    "web:departure": [
        "404 404 404 200 200 404 404 404 404 404 404 404 404 404 302",
        "404 404 404 302 302 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:audits": ["403 403 403 403 403 403 200 403 403 403 403 403 403 403 302", READ],
    "web:records": [OPEN, READ],
    "web:crisis": [OPEN, "422 422 422 403 403 422 403 403 403 403 403 403 403 403 401"],
    "web:call": [
        "404 404 200 200 200 404 404 404 404 404 404 404 404 404 302",
        "404 404 302 302 302 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:remark": [NO_GET, "302 404 403 403 404 404 404 404 404 404 404 404 404 404 401"],
    "web:search": [OPEN, MOVED],
    "web:deadlines": ["403 403 200 200 200 403 403 403 403 403 403 403 200 403 302", READ],
    "web:deadline": [
        "200 404 200 200 200 404 200 404 404 404 404 404 404 404 302",
        "422 404 422 422 422 404 403 404 404 404 404 404 404 404 401",
    ],
    "web:terms": [
        "403 403 403 200 200 403 403 403 403 403 403 403 200 403 302",
        "403 403 403 422 422 403 403 403 403 403 403 403 422 403 401",
    ],
    "web:calendar": [
        "403 403 403 200 200 403 403 403 403 403 403 403 200 403 302",
        "403 403 403 422 422 403 403 403 403 403 403 403 422 403 401",
    ],
    "web:person": ["200 404 200 200 404 404 404 404 404 404 404 404 404 404 302", READ],
    "web:ask_again": [
        "200 404 403 200 404 404 404 404 404 404 404 404 404 404 302",
        "422 404 403 422 404 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:reveal": [NO_GET, "302 404 302 302 404 404 404 404 404 404 404 404 404 404 401"],
    "web:ask_merge": [
        "200 404 404 200 404 404 404 404 404 404 404 404 404 404 302",
        "422 404 404 422 404 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:merges": [OPEN, READ],
    "web:merge": [
        "200 404 404 200 404 404 404 404 404 404 404 404 404 404 302",
        "422 404 404 422 404 404 404 404 404 404 404 404 404 404 401",
    ],
    "web:approvals": ["200 200 200 302 200 200 200 200 200 200 200 200 200 200 302", READ],
    "web:drafts": [OPEN, READ],
    "web:messages": [OPEN, READ],
    "web:read_all": [NO_GET, MOVED],
    "web:read_one": [NO_GET, "302 404 302 302 302 302 404 302 302 302 302 404 404 302 401"],
    "web:acknowledge": [NO_GET, "302 404 302 302 302 302 404 302 302 302 302 404 404 302 401"],
    "web:message_settings": [OPEN, "422 422 422 422 422 422 422 422 422 422 422 422 422 422 401"],
    "web:issue_feed": [NO_GET, "200 200 200 200 200 200 200 200 200 200 200 200 200 200 401"],
    "web:revoke_feed": [NO_GET, MOVED],
    "web:feed": [ANYBODY, NEVER],
    "web:channels": ["403 403 403 200 403 403 403 403 403 403 403 403 200 403 302", READ],
    "web:channel_address": [NO_GET, "404 404 404 422 404 404 404 404 404 404 404 404 404 404 401"],
    "web:remove_channel": [NO_GET, "404 404 404 302 404 404 404 404 404 404 404 404 404 404 401"],
    "web:try_channel": [NO_GET, "404 404 404 302 404 404 404 404 404 404 404 404 404 404 401"],
    "web:document": ["200 404 200 200 404 404 404 404 404 404 404 404 404 404 302", READ],
    "web:retry_document": [NO_GET, "302 404 302 302 404 404 404 404 404 404 404 404 404 404 401"],
    "web:verify": [ANYBODY, ANYBODY],
    "web:help": [OPEN, READ],
    "healthz": [ANYBODY, ANYBODY],
    "readyz": [ANYBODY, ANYBODY],
    # a form is filled in on the dossier's page; a decision has its own
    "case:archive:execute": [
        "403 404 403 302 403 404 403 404 404 404 404 404 404 404 302",
        "403 404 403 302 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "case:ask_archive:execute": [FILLING, FILLED],
    "case:assess:execute": [FILLING, FILLED],
    "case:close:execute": [FILLING, FILLED],
    "case:endorse_closure:execute": [
        "200 404 200 200 403 404 403 404 404 404 404 404 404 404 302",
        "302 404 302 302 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "case:endorse_plan:execute": [
        "200 404 200 200 403 404 403 404 404 404 404 404 404 404 302",
        "302 404 302 302 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "case:follow_up:execute": [FILLING, FILLED],
    "case:plan:execute": [FILLING, FILLED],
    "case:review_archive:execute": [
        "200 404 403 200 403 404 403 404 404 404 404 404 404 404 302",
        "302 404 403 302 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "case:review_assessment:execute": [
        "200 404 200 403 403 404 403 404 404 404 404 404 404 404 302",
        "302 404 302 403 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "case:review_decline:execute": [
        "200 404 403 200 403 404 404 404 404 404 404 404 404 404 302",
        "302 404 403 302 403 404 404 404 404 404 404 404 404 404 401",
    ],
    "case:review_extension:execute": [
        "200 404 200 403 403 404 403 404 404 404 404 404 404 404 302",
        "302 404 302 403 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "case:review_intake:execute": [
        "200 404 200 200 403 404 404 404 404 404 404 404 404 404 302",
        "302 404 302 302 403 404 404 404 404 404 404 404 404 404 401",
    ],
    "case:review_midterm:execute": [
        "200 404 200 403 403 404 403 404 404 404 404 404 404 404 302",
        "302 404 302 403 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "case:review_plan:execute": [
        "200 404 200 200 403 404 403 404 404 404 404 404 404 404 302",
        "302 404 302 302 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "case:screen:execute": [
        "302 404 404 403 403 404 404 404 404 404 404 404 404 404 302",
        "302 404 404 403 403 404 404 404 404 404 404 404 404 404 401",
    ],
    "case:serve:execute": [FILLING, FILLED],
    "case:sign_closure:execute": [
        "403 404 200 200 403 404 403 404 404 404 404 404 404 404 302",
        "403 404 302 302 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "case:sign_plan:execute": [
        "403 404 200 200 403 404 403 404 404 404 404 404 404 404 302",
        "403 404 302 302 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "case:take_up:execute": [
        "302 404 404 403 403 404 404 404 404 404 404 404 404 404 302",
        "302 404 404 403 403 404 404 404 404 404 404 404 404 404 401",
    ],
    "case:wait:execute": [
        "403 404 404 302 403 404 404 404 404 404 404 404 404 404 302",
        "403 404 404 302 403 404 404 404 404 404 404 404 404 404 401",
    ],
    "case:hand_on:execute": [FILLING, FILLED],
    "case:refer:execute": [
        "302 404 403 403 403 404 404 404 404 404 404 404 404 404 302",
        "302 404 403 403 403 404 404 404 404 404 404 404 404 404 401",
    ],
    "case:reopened:execute": [FILLING, FILLED],
    "case:rest:execute": [
        "302 404 403 302 403 404 403 404 404 404 404 404 404 404 302",
        HEADED,
    ],
    "case:review_end:execute": [SUPERVISES, SUPERVISED],
    "case:review_mid_referral:execute": [SUPERVISES, SUPERVISED],
    "case:review_partial_referral:execute": [SUPERVISES, SUPERVISED],
    "case:review_referral:execute": [
        "200 404 403 200 403 404 404 404 404 404 404 404 404 404 302",
        "302 404 403 302 403 404 404 404 404 404 404 404 404 404 401",
    ],
    "case:review_reopening:execute": [HEADS, HEADED],
    "case:review_resumption:execute": [SUPERVISES, SUPERVISED],
    "case:review_suspension:execute": [SUPERVISES, SUPERVISED],
    "crisis:handle:execute": [
        "403 404 302 403 403 404 403 404 404 404 404 404 404 404 302",
        "403 404 302 403 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "crisis:review_end:execute": [SIGNS, SIGNED],
    "crisis:review_event:execute": [SIGNS, SIGNED],
    "crisis:review_false_alarm:execute": [SIGNS, SIGNED],
    "crisis:take_charge:execute": [
        "403 404 302 302 403 404 403 404 404 404 404 404 404 404 302",
        SIGNED,
    ],
    "crisis:watch:execute": [
        "403 404 302 403 403 404 403 404 404 404 404 404 404 404 302",
        "403 404 302 403 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "document:review_correction:execute": [
        "200 404 200 200 403 404 403 404 404 404 404 404 404 404 302",
        "302 404 302 302 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "report:acknowledge:execute": [
        "302 404 403 302 403 404 403 404 404 404 404 404 404 404 302",
        HEADED,
    ],
    "report:ask_finish:execute": [
        "403 404 302 403 403 404 403 404 404 404 404 404 404 404 302",
        "403 404 302 403 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "report:protect:execute": [FILLING, FILLED],
    "report:review_finish:execute": [SIGNS, SIGNED],
    "report:tell:execute": [
        "302 404 403 302 403 404 403 404 404 404 404 404 404 404 302",
        HEADED,
    ],
    # the supervisor is the witness; whoever takes over is nobody of these
    "changeworker:confirm:execute": [FILLING, FILLED],
    "changeworker:decide:execute": [
        "403 404 403 200 403 404 403 404 404 404 404 404 404 404 302",
        "403 404 403 302 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "changeworker:endorse:execute": [
        "200 404 200 200 403 404 403 404 404 404 404 404 404 404 302",
        "302 404 302 302 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "changeworker:hand_over:execute": [
        "302 404 403 302 403 404 403 404 404 404 404 404 404 404 302",
        "302 404 403 302 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "handover:check:execute": [
        "403 404 403 403 403 404 403 404 404 404 404 404 404 404 302",
        "403 404 403 403 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "handover:check_list:execute": [FILLING, FILLED],
    "handover:complete:execute": [
        "403 404 403 302 403 404 403 404 404 404 404 404 404 404 302",
        "403 404 403 302 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "handover:countersign:execute": [
        "200 404 200 403 403 404 403 404 404 404 404 404 404 404 302",
        "302 404 302 403 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "handover:entrust:execute": [
        "403 404 403 302 403 404 403 404 404 404 404 404 404 404 302",
        "403 404 403 302 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "handover:introduce:execute": [FILLING, FILLED],
    "handover:sign:execute": [
        "403 404 200 403 403 404 403 404 404 404 404 404 404 404 302",
        "403 404 302 403 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "handover:sign_over:execute": [FILLING, FILLED],
    # a group is led by the owner of this tour; the colleague has no part in it
    "group:ask_archive:execute": [FILLING, FILLED],
    "group:endorse_plan:execute": [
        "200 404 200 200 403 404 404 404 404 404 404 404 404 404 302",
        "302 404 302 302 403 404 404 404 404 404 404 404 404 404 401",
    ],
    "group:endorse_report:execute": [
        "200 404 200 200 403 404 403 404 404 404 404 404 404 404 302",
        "302 404 302 302 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "group:evaluate:execute": [FILLING, FILLED],
    "group:follow_up:execute": [FILLING, FILLED],
    "group:plan:execute": [
        "302 404 404 302 403 404 404 404 404 404 404 404 404 404 302",
        "302 404 404 302 403 404 404 404 404 404 404 404 404 404 401",
    ],
    "group:prepare:execute": [
        "302 404 403 302 403 404 403 404 404 404 404 404 404 404 302",
        HEADED,
    ],
    "group:recruit:execute": [
        "302 404 403 302 403 404 403 404 404 404 404 404 404 404 302",
        HEADED,
    ],
    "group:rest:execute": [
        "403 404 302 403 403 404 403 404 404 404 404 404 404 404 302",
        "403 404 302 403 403 404 403 404 404 404 404 404 404 404 401",
    ],
    "group:review_abort:execute": [SIGNS, SIGNED],
    "group:review_archive:execute": [HEADS, HEADED],
    "group:review_joining:execute": [SUPERVISES, SUPERVISED],
    "group:review_pause:execute": [SUPERVISES, SUPERVISED],
    "group:review_plan:execute": [
        "200 404 200 200 403 404 404 404 404 404 404 404 404 404 302",
        "302 404 302 302 403 404 404 404 404 404 404 404 404 404 401",
    ],
    "group:review_sessions:execute": [SUPERVISES, SUPERVISED],
    "group:run:execute": [FILLING, FILLED],
    "group:sign_plan:execute": [
        "403 404 200 200 403 404 404 404 404 404 404 404 404 404 302",
        "403 404 302 302 403 404 404 404 404 404 404 404 404 404 401",
    ],
    "group:sign_report:execute": [SIGNS, SIGNED],
    # who pays, signs and judges is nobody of these; whoever works at the station sees a project
    "project:box:execute": [
        "403 403 403 302 403 404 403 403 403 403 403 404 404 404 302",
        "403 403 403 302 403 404 403 403 403 403 403 404 404 404 401",
    ],
    "project:charter:execute": [
        "302 403 403 403 403 404 404 403 403 403 403 404 404 404 302",
        "302 403 403 403 403 404 404 403 403 403 403 404 404 404 401",
    ],
    "project:check:execute": [
        "403 403 403 403 200 404 404 403 200 403 403 404 404 404 302",
        "403 403 403 403 302 404 404 403 302 403 403 404 404 404 401",
    ],
    "project:close_up:execute": [
        "302 403 403 403 403 404 403 403 403 403 403 404 404 404 302",
        "302 403 403 403 403 404 403 403 403 403 403 404 404 404 401",
    ],
    "project:conclude:execute": [
        "403 403 403 403 302 404 404 403 302 403 403 404 404 404 302",
        "403 403 403 403 302 404 404 403 302 403 403 404 404 404 401",
    ],
    "project:contract:execute": [
        "403 403 403 403 403 404 403 403 302 403 403 404 404 404 302",
        "403 403 403 403 403 404 403 403 302 403 403 404 404 404 401",
    ],
    "project:cosign:execute": [
        "200 403 403 403 403 404 404 403 200 200 403 404 404 404 302",
        "302 403 403 403 403 404 404 403 302 302 403 404 404 404 401",
    ],
    "project:countersign:execute": [
        "403 403 403 403 403 404 403 200 200 200 403 404 404 404 302",
        "403 403 403 403 403 404 403 302 302 302 403 404 404 404 401",
    ],
    "project:demand:execute": [
        "403 403 403 403 200 404 404 403 200 403 403 404 404 404 302",
        "403 403 403 403 302 404 404 403 302 403 403 404 404 404 401",
    ],
    "project:draft:execute": [
        "302 403 403 403 403 404 404 403 404 403 403 404 404 404 302",
        "302 403 403 403 403 404 404 403 404 403 403 404 404 404 401",
    ],
    "project:endorse_change:execute": [
        "200 403 403 403 403 404 403 200 403 403 403 404 404 404 302",
        "302 403 403 403 403 404 403 302 403 403 403 404 404 404 401",
    ],
    "project:evaluate:execute": [
        "403 403 403 403 302 404 403 403 302 403 403 404 404 404 302",
        "403 403 403 403 302 404 403 403 302 403 403 404 404 404 401",
    ],
    "project:final:execute": [
        "403 403 403 403 403 404 403 403 403 403 403 404 404 404 302",
        "403 403 403 403 403 404 403 403 403 403 403 404 404 404 401",
    ],
    "project:grant:execute": [
        "403 403 403 403 403 404 404 403 200 200 403 404 404 404 302",
        "403 403 403 403 403 404 404 403 302 302 403 404 404 404 401",
    ],
    "project:grant_change:execute": [
        "403 403 403 403 403 404 403 403 200 403 403 404 404 404 302",
        "403 403 403 403 403 404 403 403 302 403 403 404 404 404 401",
    ],
    "project:implement:execute": [
        "302 403 403 403 302 404 403 403 403 403 403 404 404 404 302",
        "302 403 403 403 302 404 403 403 403 403 403 404 404 404 401",
    ],
    "project:inspect:execute": [
        "200 403 403 403 403 404 403 403 200 403 403 404 404 404 302",
        "302 403 403 403 403 404 403 403 302 403 403 404 404 404 401",
    ],
    "project:kick_off:execute": [
        "302 403 403 403 403 404 403 403 403 403 403 404 404 404 302",
        "302 403 403 403 403 404 403 403 403 403 403 404 404 404 401",
    ],
    "project:mend:execute": [
        "302 403 403 403 403 404 404 403 403 403 403 404 404 404 302",
        "302 403 403 403 403 404 404 403 403 403 403 404 404 404 401",
    ],
    "project:rectify:execute": [
        "302 403 403 403 403 404 403 403 403 403 403 403 404 404 302",
        "302 403 403 403 403 404 403 403 403 403 403 403 404 404 401",
    ],
    "project:rectify_final:execute": [
        "302 403 403 403 403 404 403 403 403 403 403 404 404 404 302",
        "302 403 403 403 403 404 403 403 403 403 403 404 404 404 401",
    ],
    "project:rest:execute": [
        "403 403 403 403 403 404 403 403 302 403 403 404 404 404 302",
        "403 403 403 403 403 404 403 403 302 403 403 404 404 404 401",
    ],
    "project:review_change:execute": [
        "200 403 403 403 403 404 403 200 403 403 403 404 404 404 302",
        "302 403 403 403 403 404 403 302 403 403 403 404 404 404 401",
    ],
    "project:review_internally:execute": [
        "200 403 403 403 403 404 404 200 404 403 403 404 404 404 302",
        "302 403 403 403 403 404 404 302 404 403 403 404 404 404 401",
    ],
    "project:score:execute": [
        "403 403 403 403 403 404 404 403 403 403 403 404 404 404 302",
        "403 403 403 403 403 404 404 403 403 403 403 404 404 404 401",
    ],
    "project:settle_grade:execute": [
        "403 403 403 403 403 404 403 403 200 403 403 404 404 404 302",
        "403 403 403 403 403 404 403 403 302 403 403 404 404 404 401",
    ],
    "project:sign:execute": [
        "403 403 403 403 403 404 403 200 200 200 403 404 404 404 302",
        "403 403 403 403 403 404 403 302 302 302 403 404 404 404 401",
    ],
    "project:sign_last:execute": [
        "403 403 403 403 403 404 403 200 403 200 403 404 404 404 302",
        "403 403 403 403 403 404 403 302 403 302 403 404 404 404 401",
    ],
}


def test_every_url_has_its_row_and_every_row_its_url() -> None:
    assert set(TABLE) == set(names())


def test_every_url_answers_everybody_as_the_table_says(tour: list[Visit]) -> None:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for visit in tour:
        found[visit.name][visit.method].append(str(visit.status))

    answered = {name: [" ".join(by["get"]), " ".join(by["post"])] for name, by in found.items()}

    assert answered == TABLE
    assert len(ROLES) == len(TABLE["web:desk"][0].split())


SHARED = {
    *("web:panel", "web:withdraw_seat", "web:sample", "web:evidence"),
    *("web:expenses", "web:void_expense", "web:ledger_entry"),
}


def shared(name: str) -> bool:
    """Whether a page shows what everybody at a station works with."""
    return name.startswith("project:") or name in SHARED


def test_for_another_station_no_record_of_ours_exists(tour: list[Visit]) -> None:
    """What names a record is 404 for the other station, whoever they are there; as for those
    whose post has ended, and for a colleague whose case or group it is not: projects and the
    ledger are the whole station's. A message stays with whom it was sent to."""
    record = [visit for visit in tour if any(part.isdigit() for part in visit.url.split("/"))]
    away = [visit for visit in record if visit.role in {"stranger", "gone"}]
    away = [visit for visit in away if visit.name not in OWN]
    away += [visit for visit in record if visit.role == "colleague" and not shared(visit.name)]

    assert len(away) > 90
    assert {visit.status for visit in away if visit.status != 405} == {404}


def test_for_whoever_evaluates_a_project_there_is_that_project_alone(tour: list[Visit]) -> None:
    record = [visit for visit in tour if any(part.isdigit() for part in visit.url.split("/"))]
    record = [visit for visit in record if visit.role == "expert" and visit.name not in OWN]
    found = {visit.name for visit in record if visit.status not in {404, 405}}

    of_that_one = {"web:panel", "web:withdraw_seat", "web:sample", "web:evidence"}
    assert found == of_that_one | {"project:rectify:execute"}


def test_nobody_is_shown_nothing_but_the_login_and_what_is_public(tour: list[Visit]) -> None:
    shown = {visit.name for visit in tour if visit.role == "nobody" and visit.status == 200}

    public = {
        "web:login",
        "web:verify",
        "web:survey",
        "web:member_sign_in",
        "web:feed",
        "healthz",
        "readyz",
    }
    assert shown == public
