-- Who signs in, and what each may do where.

CREATE TABLE identity_user (
    org_id     UUID   NOT NULL REFERENCES branch_organisation (org_id),
    id         UUID   NOT NULL,
    sign_in    TEXT   NOT NULL CHECK (sign_in <> ''),
    name       TEXT   NOT NULL CHECK (name <> ''),
    password   TEXT   NOT NULL,
    pin        TEXT,
    active     BIGINT NOT NULL CHECK (active IN (0, 1)),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, sign_in)
);

-- A ready role keeps its name's code in `ready`; its permissions come from the program, so that
-- an upgrade which adds a permission reaches it.
CREATE TABLE identity_role (
    org_id      UUID NOT NULL REFERENCES branch_organisation (org_id),
    id          UUID NOT NULL,
    name        TEXT NOT NULL CHECK (name <> ''),
    ready       TEXT,
    permissions TEXT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, name)
);

-- A role given to a person for a branch; the nil id stands for every branch.
CREATE TABLE identity_grant (
    org_id    UUID NOT NULL,
    user_id   UUID NOT NULL,
    role_id   UUID NOT NULL,
    branch_id UUID NOT NULL,
    PRIMARY KEY (org_id, user_id, role_id, branch_id),
    FOREIGN KEY (org_id, user_id) REFERENCES identity_user (org_id, id),
    FOREIGN KEY (org_id, role_id) REFERENCES identity_role (org_id, id)
);

-- A signed-in device. Only a digest of its secret is kept; `operator_id` is who acts on it now.
CREATE TABLE identity_session (
    org_id      UUID   NOT NULL,
    id          UUID   NOT NULL,
    secret      BYTEA  NOT NULL,
    user_id     UUID   NOT NULL,
    operator_id UUID   NOT NULL,
    created_at  BIGINT NOT NULL,
    seen_at     BIGINT NOT NULL,
    device      TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, secret),
    FOREIGN KEY (org_id, user_id) REFERENCES identity_user (org_id, id),
    FOREIGN KEY (org_id, operator_id) REFERENCES identity_user (org_id, id)
);
CREATE INDEX identity_session_user ON identity_session (org_id, user_id);
