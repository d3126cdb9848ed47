"""Every table of the first version.

This file describes the schema as it was on its day and imports nothing of ours, so that later changes to the
models cannot change it. Constraint names follow the naming convention that ``env.py`` hands to Alembic.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)

TABLES = (
    "jobboard_hiring_organization",
    "jobboard_job",
    "jobboard_job_location",
    "jobboard_job_requirement",
    "jobboard_candidate",
    "jobboard_candidate_email",
    "jobboard_candidate_phone",
    "jobboard_candidate_alias",
    "jobboard_tombstone",
    "jobboard_resume_version",
    "jobboard_work_history",
    "jobboard_candidate_skill",
    "jobboard_education",
    "jobboard_consent",
    "jobboard_disposition",
    "jobboard_application",
    "jobboard_application_draft",
    "jobboard_interview",
    "jobboard_interview_panelist",
    "jobboard_scorecard",
    "jobboard_scorecard_rating",
    "jobboard_candidate_message",
    "jobboard_kept_candidate",
    "jobboard_surfacing",
    "jobboard_outbox",
    "jobboard_lease",
    "jobboard_history",
)


def upgrade() -> None:
    """Create the tables, those that others point to first."""
    _create_jobs()
    _create_candidates()
    _create_applications()
    _create_keep_on_file()
    _create_bookkeeping()


def downgrade() -> None:
    """Drop every table and all that is in them."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_jobs() -> None:
    """Organizations and the jobs they offer."""
    op.create_table(
        "jobboard_hiring_organization",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False, comment="casefolded name, one row a name"),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("website", sa.String(500), nullable=False),
        sa.UniqueConstraint("board", "name_key"),
    )
    op.create_table(
        "jobboard_job",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(200)),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False, comment="Markdown, plain text or HTML as it came"),
        sa.Column("qualifications", sa.Text(), nullable=False),
        sa.Column("responsibilities", sa.Text(), nullable=False),
        sa.Column("organization_id", KEY, sa.ForeignKey("jobboard_hiring_organization.id"), nullable=False),
        sa.Column("department", sa.String(200), nullable=False),
        sa.Column("industry", sa.String(300), nullable=False),
        sa.Column("level_rank", sa.Integer()),
        sa.Column("level_source", sa.String(32), nullable=False),
        sa.Column("level_confidence", sa.Double(), nullable=False),
        sa.Column("function", sa.String(64)),
        sa.Column("employment_types", JSON, nullable=False),
        sa.Column("work_mode", sa.String(32)),
        sa.Column("salary_min", sa.BigInteger(), comment="minor units"),
        sa.Column("salary_max", sa.BigInteger(), comment="minor units"),
        sa.Column("salary_currency", sa.String(3)),
        sa.Column("salary_unit", sa.String(32)),
        sa.Column("experience_months", sa.Integer()),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("posted_at", MOMENT, comment="datePosted; set at first publication if not given"),
        sa.Column("published_at", MOMENT, comment="when it last opened here"),
        sa.Column("valid_through", MOMENT),
        sa.Column("owner_id", sa.String(128), nullable=False),
        sa.Column("owner_name", sa.String(200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("extra", JSON, nullable=False, comment="JobPosting keys we keep but do not use"),
        sa.UniqueConstraint("board", "external_id"),
    )
    op.create_index("ix_jobboard_job_board_status", "jobboard_job", ["board", "status", "published_at"])
    op.create_index("ix_jobboard_job_organization_id", "jobboard_job", ["organization_id"])
    op.create_table(
        "jobboard_job_location",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("job_id", KEY, sa.ForeignKey("jobboard_job.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("locality", sa.String(200), nullable=False),
        sa.Column("region", sa.String(200), nullable=False),
        sa.Column("postal_code", sa.String(20), nullable=False),
        sa.Column("street", sa.String(300), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("latitude", sa.Double()),
        sa.Column("longitude", sa.Double()),
    )
    op.create_index("ix_jobboard_job_location_job_id", "jobboard_job_location", ["job_id"])
    op.create_table(
        "jobboard_job_requirement",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("job_id", KEY, sa.ForeignKey("jobboard_job.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("strength", sa.String(32), nullable=False),
        sa.Column("text", sa.String(300), nullable=False),
        sa.Column("years", sa.Double()),
    )
    op.create_index("ix_jobboard_job_requirement_job_id", "jobboard_job_requirement", ["job_id"])


def _create_candidates() -> None:
    """People and what they told us."""
    op.create_table(
        "jobboard_candidate",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(200)),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("headline", sa.String(300), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("locality", sa.String(200), nullable=False),
        sa.Column("region", sa.String(200), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column(
            "access_key",
            sa.String(43),
            nullable=False,
            unique=True,
            comment="opens the person's own page; only ever mailed to them",
        ),
        sa.Column("do_not_contact", sa.Boolean(), nullable=False),
        sa.Column(
            "import_digest",
            sa.String(64),
            nullable=False,
            comment="of the line this person was last imported from",
        ),
        sa.Column("merged_into_id", KEY, sa.ForeignKey("jobboard_candidate.id")),
        sa.Column("erased_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.UniqueConstraint("board", "external_id"),
    )
    op.create_index("ix_jobboard_candidate_board_created", "jobboard_candidate", ["board", "created_at"])
    op.create_table(
        "jobboard_candidate_email",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("candidate_id", KEY, sa.ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("address_key", sa.String(320), nullable=False),
        sa.UniqueConstraint("board", "address_key"),
    )
    op.create_index("ix_jobboard_candidate_email_candidate_id", "jobboard_candidate_email", ["candidate_id"])
    op.create_table(
        "jobboard_candidate_phone",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("candidate_id", KEY, sa.ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
    )
    op.create_index("ix_jobboard_candidate_phone_candidate_id", "jobboard_candidate_phone", ["candidate_id"])
    op.create_table(
        "jobboard_candidate_alias",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("candidate_id", KEY, sa.ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("ix_jobboard_candidate_alias_candidate_id", "jobboard_candidate_alias", ["candidate_id"])
    op.create_table(
        "jobboard_tombstone",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("erased_at", MOMENT, nullable=False),
        sa.UniqueConstraint("board", "digest"),
    )
    op.create_table(
        "jobboard_resume_version",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("candidate_id", KEY, sa.ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.String(200), nullable=False),
        sa.Column("filename", sa.String(255), nullable=False),
        sa.Column("content_type", sa.String(128), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.UniqueConstraint("candidate_id", "number"),
    )
    op.create_table(
        "jobboard_work_history",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("candidate_id", KEY, sa.ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("employer", sa.String(200), nullable=False),
        sa.Column("started_on", sa.Date()),
        sa.Column("ended_on", sa.Date(), comment="empty means still there"),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("highlights", JSON, nullable=False),
        sa.Column("level_rank", sa.Integer(), nullable=False),
        sa.Column("level_track", sa.String(16), nullable=False),
        sa.Column("level_confidence", sa.Double(), nullable=False),
        sa.Column("level_evidence", JSON, nullable=False),
        sa.Column("function", sa.String(64)),
        sa.Column("source", sa.String(64), nullable=False, comment="where this line came from"),
    )
    op.create_index("ix_jobboard_work_history_candidate_id", "jobboard_work_history", ["candidate_id"])
    op.create_table(
        "jobboard_candidate_skill",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("candidate_id", KEY, sa.ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.UniqueConstraint("candidate_id", "key"),
    )
    op.create_index("ix_jobboard_candidate_skill_candidate_id", "jobboard_candidate_skill", ["candidate_id"])
    op.create_table(
        "jobboard_education",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("candidate_id", KEY, sa.ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("institution", sa.String(200), nullable=False),
        sa.Column("area", sa.String(200), nullable=False),
        sa.Column("study_type", sa.String(100), nullable=False),
    )
    op.create_index("ix_jobboard_education_candidate_id", "jobboard_education", ["candidate_id"])
    op.create_table(
        "jobboard_consent",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("candidate_id", KEY, sa.ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("text_version", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False, comment="web, import, recruiter, mail"),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT),
        sa.Column("withdrawn_at", MOMENT),
    )
    op.create_index("ix_jobboard_consent_candidate_purpose", "jobboard_consent", ["candidate_id", "purpose", "id"])


def _create_applications() -> None:
    """The pool and how each application went."""
    op.create_table(
        "jobboard_disposition",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("party", sa.String(32), nullable=False),
        sa.Column("reuse", sa.String(32), nullable=False),
        sa.Column("needs_evidence", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.UniqueConstraint("board", "code"),
    )
    op.create_table(
        "jobboard_application",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("candidate_id", KEY, sa.ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("job_id", KEY, sa.ForeignKey("jobboard_job.id")),
        sa.Column("applied_title", sa.String(300), nullable=False),
        sa.Column("applied_level_rank", sa.Integer()),
        sa.Column("applied_level_declared", sa.Boolean(), nullable=False),
        sa.Column("applied_function", sa.String(64)),
        sa.Column("applied_skills", JSON, nullable=False),
        sa.Column("applied_organization", sa.String(200), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("surfacing_id", sa.String(26), comment="public id of the surfacing it came from"),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("applied_at", MOMENT, nullable=False),
        sa.Column("stage_entered_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.Column("disposition_id", KEY, sa.ForeignKey("jobboard_disposition.id")),
        sa.Column("closing_evidence", JSON, nullable=False),
        sa.UniqueConstraint("candidate_id", "job_id"),
    )
    op.create_index(
        "ix_jobboard_application_board_status",
        "jobboard_application",
        ["board", "status", "stage_entered_at"],
    )
    op.create_index("ix_jobboard_application_job_status", "jobboard_application", ["job_id", "status", "stage"])
    op.create_table(
        "jobboard_application_draft",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("job_id", KEY, sa.ForeignKey("jobboard_job.id", ondelete="CASCADE"), nullable=False),
        sa.Column("form", JSON, nullable=False),
        sa.Column("resume", JSON, nullable=False, comment="storage_key, filename, content_type, size_bytes, sha256"),
        sa.Column("receipt", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
    )
    op.create_index("ix_jobboard_application_draft_expires_at", "jobboard_application_draft", ["expires_at"])
    op.create_table(
        "jobboard_interview",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "application_id",
            KEY,
            sa.ForeignKey("jobboard_application.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("scheduled_at", MOMENT, nullable=False),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(300), nullable=False, comment="address, phone or video link"),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("completed_at", MOMENT),
    )
    op.create_index("ix_jobboard_interview_application_id", "jobboard_interview", ["application_id"])
    op.create_index("ix_jobboard_interview_board_scheduled", "jobboard_interview", ["board", "scheduled_at"])
    op.create_table(
        "jobboard_interview_panelist",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("interview_id", KEY, sa.ForeignKey("jobboard_interview.id", ondelete="CASCADE"), nullable=False),
        sa.Column("actor_id", sa.String(128), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.UniqueConstraint("interview_id", "actor_id"),
    )
    op.create_index("ix_jobboard_interview_panelist_actor_id", "jobboard_interview_panelist", ["actor_id"])
    op.create_table(
        "jobboard_scorecard",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("interview_id", KEY, sa.ForeignKey("jobboard_interview.id", ondelete="CASCADE"), nullable=False),
        sa.Column("author_id", sa.String(128), nullable=False),
        sa.Column("author_name", sa.String(200), nullable=False),
        sa.Column("overall", sa.String(32)),
        sa.Column("size", sa.Integer()),
        sa.Column("takeaways", sa.Text(), nullable=False),
        sa.Column("submitted_at", MOMENT, comment="empty while it is a draft"),
        sa.UniqueConstraint("interview_id", "author_id"),
    )
    op.create_table(
        "jobboard_scorecard_rating",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("scorecard_id", KEY, sa.ForeignKey("jobboard_scorecard.id", ondelete="CASCADE"), nullable=False),
        sa.Column("attribute", sa.String(200), nullable=False),
        sa.Column("rating", sa.Integer()),
        sa.UniqueConstraint("scorecard_id", "attribute"),
    )
    op.create_table(
        "jobboard_candidate_message",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("candidate_id", KEY, sa.ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("application_id", KEY, sa.ForeignKey("jobboard_application.id", ondelete="CASCADE")),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author_id", sa.String(128), nullable=False),
        sa.Column("author_name", sa.String(200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("send_after", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("cancelled_at", MOMENT),
    )
    op.create_index("ix_jobboard_candidate_message_candidate_id", "jobboard_candidate_message", ["candidate_id"])


def _create_keep_on_file() -> None:
    """People kept for a better role."""
    op.create_table(
        "jobboard_kept_candidate",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("candidate_id", KEY, sa.ForeignKey("jobboard_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("origin_application_id", KEY, sa.ForeignKey("jobboard_application.id", ondelete="CASCADE")),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("target_functions", JSON, nullable=False),
        sa.Column("min_level", sa.Integer(), nullable=False),
        sa.Column("max_level", sa.Integer(), nullable=False),
        sa.Column("pay_floor", sa.BigInteger(), comment="minor units"),
        sa.Column("pay_floor_currency", sa.String(3)),
        sa.Column("pay_floor_unit", sa.String(32)),
        sa.Column("places", JSON, nullable=False),
        sa.Column("work_modes", JSON, nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("own_words", sa.Text(), nullable=False),
        sa.Column("own_words_at", MOMENT),
        sa.Column("excluded_organizations", JSON, nullable=False),
        sa.Column("available_from", sa.Date()),
        sa.Column("promised_at", MOMENT, nullable=False),
        sa.Column("owner_id", sa.String(128), nullable=False),
        sa.Column("owner_name", sa.String(200), nullable=False),
        sa.Column("review_at", MOMENT),
        sa.Column("expires_at", MOMENT),
        sa.Column("status", sa.String(32), nullable=False),
        sa.UniqueConstraint("candidate_id", "origin_application_id"),
    )
    op.create_index(
        "ix_jobboard_kept_candidate_board_status",
        "jobboard_kept_candidate",
        ["board", "status", "min_level", "max_level"],
    )
    op.create_table(
        "jobboard_surfacing",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("public_id", sa.String(26), nullable=False, unique=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kept_id", KEY, sa.ForeignKey("jobboard_kept_candidate.id", ondelete="CASCADE"), nullable=False),
        sa.Column("job_id", KEY, sa.ForeignKey("jobboard_job.id", ondelete="CASCADE"), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("gaps", JSON, nullable=False),
        sa.Column("gaps_then", JSON, nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("gates", JSON, nullable=False),
        sa.Column("why_now", sa.String(300), nullable=False),
        sa.Column("surfaced_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("snoozed_until", MOMENT),
        sa.Column("dismissal_scope", sa.String(32)),
        sa.Column("dismissal_reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(200), nullable=False),
        sa.Column("decided_at", MOMENT),
        sa.Column("before_undo", JSON, nullable=False, comment="the decision an undo restores"),
        sa.UniqueConstraint("kept_id", "job_id", "policy_version"),
    )
    op.create_index("ix_jobboard_surfacing_board_status", "jobboard_surfacing", ["board", "status", "score"])
    op.create_index("ix_jobboard_surfacing_job", "jobboard_surfacing", ["job_id", "status"])


def _create_bookkeeping() -> None:
    """What must happen after a commit, and who changed what."""
    op.create_table(
        "jobboard_outbox",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("topic", sa.String(64), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("available_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
    )
    op.create_index("ix_jobboard_outbox_due", "jobboard_outbox", ["board", "available_at", "id"])
    op.create_table(
        "jobboard_lease",
        sa.Column("name", sa.String(128), primary_key=True),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
    )
    op.create_table(
        "jobboard_history",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("board", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.String(128), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("what", sa.String(64), nullable=False),
        sa.Column("subject_type", sa.String(64), nullable=False),
        sa.Column("subject_id", sa.String(26), nullable=False),
        sa.Column("about", sa.BigInteger(), comment="internal key of the candidate concerned, if any"),
        sa.Column("before", sa.String(200), nullable=False),
        sa.Column("after", sa.String(200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
    )
    op.create_index("ix_jobboard_history_about", "jobboard_history", ["about", "at"])
    op.create_index("ix_jobboard_history_subject", "jobboard_history", ["board", "subject_type", "subject_id", "at"])
