-- Something that happened of which people are told, once for each thing that it happened to. What it is told
-- with is sealed. `addressed_at` is null until it was found out whom it reaches, and how.
CREATE TABLE notice_event (
    org_id       UUID   NOT NULL REFERENCES branch_organisation (org_id),
    id           UUID   NOT NULL,
    event        TEXT   NOT NULL,
    subject_id   UUID   NOT NULL,
    branch_id    UUID,
    customer_id  UUID,
    at           BIGINT NOT NULL,
    content      BYTEA  NOT NULL,
    addressed_at BIGINT,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, event, subject_id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
CREATE INDEX notice_event_addressed ON notice_event (org_id, addressed_at, id);

-- One message to one recipient on one channel. Texts, addresses and what a server said of them are sealed.
CREATE TABLE notice_message (
    org_id       UUID   NOT NULL,
    id           UUID   NOT NULL,
    event_id     UUID   NOT NULL,
    channel      TEXT   NOT NULL,
    recipient_id UUID   NOT NULL,
    recipient    TEXT   NOT NULL,
    event        TEXT   NOT NULL,
    branch_id    UUID,
    title        BYTEA  NOT NULL,
    body         BYTEA  NOT NULL,
    address      BYTEA  NOT NULL,
    state        TEXT   NOT NULL,
    reason       TEXT   NOT NULL,
    detail       BYTEA  NOT NULL,
    tries        BIGINT NOT NULL CHECK (tries >= 0),
    at           BIGINT NOT NULL,
    due_at       BIGINT NOT NULL,
    ended_at     BIGINT,
    read_at      BIGINT,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, event_id, channel, recipient_id),
    FOREIGN KEY (org_id, event_id) REFERENCES notice_event (org_id, id)
);
CREATE INDEX notice_message_due ON notice_message (org_id, state, due_at);
CREATE INDEX notice_message_inbox ON notice_message (org_id, recipient_id, channel, id);
CREATE INDEX notice_message_branch ON notice_message (org_id, branch_id, id);

-- An organisation's own words for an event. The newest version holds; one without a text brings the words
-- that come with the program back.
CREATE TABLE notice_template (
    org_id   UUID   NOT NULL REFERENCES branch_organisation (org_id),
    event    TEXT   NOT NULL,
    channel  TEXT   NOT NULL,
    language TEXT   NOT NULL,
    version  BIGINT NOT NULL CHECK (version > 0),
    title    TEXT,
    body     TEXT,
    at       BIGINT NOT NULL,
    by_name  TEXT   NOT NULL,
    PRIMARY KEY (org_id, event, channel, language, version)
);

-- In whose name notices leave a branch, in which language, and when customers are left in peace. The nil
-- branch is what holds where a branch says nothing of its own.
CREATE TABLE notice_sender (
    org_id      UUID   NOT NULL REFERENCES branch_organisation (org_id),
    branch_id   UUID   NOT NULL,
    name        TEXT   NOT NULL,
    reply_to    TEXT   NOT NULL,
    language    TEXT   NOT NULL,
    quiet_from  BIGINT,
    quiet_until BIGINT,
    PRIMARY KEY (org_id, branch_id)
);

-- The server that takes an organisation's mail. The password is sealed.
CREATE TABLE notice_smtp (
    org_id    UUID   NOT NULL REFERENCES branch_organisation (org_id),
    host      TEXT   NOT NULL CHECK (host <> ''),
    port      BIGINT NOT NULL CHECK (port > 0 AND port < 65536),
    security  TEXT   NOT NULL,
    user_name TEXT   NOT NULL,
    password  BYTEA  NOT NULL,
    sender    TEXT   NOT NULL,
    PRIMARY KEY (org_id)
);

-- Another program that is told what happened. Address and secret are sealed; `branch_id` is null for all.
CREATE TABLE notice_webhook (
    org_id     UUID   NOT NULL REFERENCES branch_organisation (org_id),
    id         UUID   NOT NULL,
    name       TEXT   NOT NULL CHECK (name <> ''),
    url        BYTEA  NOT NULL,
    secret     BYTEA  NOT NULL,
    events     TEXT   NOT NULL,
    branch_id  UUID,
    active     BIGINT NOT NULL CHECK (active IN (0, 1)),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);

-- What somebody does not want to be told, and how: a person who works here, or a customer.
CREATE TABLE notice_opt_out (
    org_id    UUID NOT NULL REFERENCES branch_organisation (org_id),
    person_id UUID NOT NULL,
    event     TEXT NOT NULL,
    channel   TEXT NOT NULL,
    PRIMARY KEY (org_id, person_id, event, channel)
);
