-- Everyone served. What is personal is sealed cell by cell; a name stays readable, because it is
-- searched for and printed. The row is the same before and after registration.
CREATE TABLE customer (
    org_id            UUID   NOT NULL,
    id                UUID   NOT NULL,
    version           BIGINT NOT NULL CHECK (version > 0),
    kind              TEXT   NOT NULL CHECK (kind IN ('walk_in', 'member', 'erased')),
    walk_in_number    TEXT,
    member_number     TEXT,
    created_at        BIGINT NOT NULL,
    created_branch    UUID   NOT NULL,
    registered_at     BIGINT,
    registered_branch UUID,
    last_visit        TEXT,
    import_id         UUID,
    name              TEXT   NOT NULL,
    phone             BYTEA  NOT NULL,
    email             BYTEA  NOT NULL,
    address           BYTEA  NOT NULL,
    gender            TEXT   NOT NULL CHECK (gender IN ('', 'female', 'male')),
    birthday          BYTEA  NOT NULL,
    source            TEXT   NOT NULL,
    referrer_id       UUID,
    referrer_shop     TEXT   NOT NULL,
    introducer_id     UUID,
    tags              TEXT   NOT NULL,
    notes             BYTEA  NOT NULL,
    hair_formula      BYTEA  NOT NULL,
    allergy           BYTEA  NOT NULL,
    erased_at         BIGINT,
    erased_reason     BYTEA  NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, walk_in_number),
    UNIQUE (org_id, member_number),
    FOREIGN KEY (org_id, created_branch) REFERENCES branch (org_id, id),
    FOREIGN KEY (org_id, referrer_id) REFERENCES customer (org_id, id)
);
CREATE INDEX customer_kind ON customer (org_id, kind, id, import_id);
CREATE INDEX customer_import ON customer (org_id, import_id, id);
CREATE INDEX customer_referrer ON customer (org_id, referrer_id);
CREATE INDEX customer_created ON customer (org_id, created_branch, created_at);
CREATE INDEX customer_registered ON customer (org_id, registered_branch, registered_at);

-- Imports that are being written: their customers are seen by nobody until the row goes.
CREATE TABLE customer_unseen (
    org_id    UUID NOT NULL,
    import_id UUID NOT NULL,
    PRIMARY KEY (org_id, import_id)
);

-- Every piece that a name is found by, those from its beginning (place 0) before the others.
CREATE TABLE customer_search (
    org_id      UUID   NOT NULL,
    place       BIGINT NOT NULL CHECK (place IN (0, 1)),
    piece       TEXT   NOT NULL,
    customer_id UUID   NOT NULL,
    spelled     TEXT   NOT NULL CHECK (spelled IN ('name', 'pinyin')),
    PRIMARY KEY (org_id, place, piece, customer_id),
    FOREIGN KEY (org_id, customer_id) REFERENCES customer (org_id, id)
);
CREATE INDEX customer_search_customer ON customer_search (org_id, customer_id);

-- Keyed digests of whole phones and of their last four digits.
CREATE TABLE customer_phone (
    org_id      UUID  NOT NULL,
    part        TEXT  NOT NULL CHECK (part IN ('whole', 'tail')),
    digest      BYTEA NOT NULL,
    customer_id UUID  NOT NULL,
    PRIMARY KEY (org_id, part, digest, customer_id),
    FOREIGN KEY (org_id, customer_id) REFERENCES customer (org_id, id)
);
CREATE INDEX customer_phone_customer ON customer_phone (org_id, customer_id);

-- Numbers that a customer is known by: the walk-in's, the member's, those of cards.
CREATE TABLE customer_number (
    org_id      UUID NOT NULL,
    key         TEXT NOT NULL CHECK (key <> ''),
    kind        TEXT NOT NULL CHECK (kind IN ('number', 'card')),
    customer_id UUID NOT NULL,
    PRIMARY KEY (org_id, key, kind, customer_id),
    FOREIGN KEY (org_id, customer_id) REFERENCES customer (org_id, id)
);
CREATE INDEX customer_number_customer ON customer_number (org_id, customer_id);

-- What a customer has agreed to and taken back, append-only.
CREATE TABLE customer_consent (
    org_id       UUID   NOT NULL,
    id           UUID   NOT NULL,
    customer_id  UUID   NOT NULL,
    purpose      TEXT   NOT NULL CHECK (purpose IN ('notice', 'marketing', 'health', 'photo')),
    granted      BIGINT NOT NULL CHECK (granted IN (0, 1)),
    channel      TEXT   NOT NULL,
    text_version TEXT   NOT NULL,
    at           BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, customer_id) REFERENCES customer (org_id, id)
);
CREATE INDEX customer_consent_customer ON customer_consent (org_id, customer_id, at);

-- A picture of the customer, sealed.
CREATE TABLE customer_photo (
    org_id      UUID   NOT NULL,
    customer_id UUID   NOT NULL,
    media_type  TEXT   NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png', 'image/webp')),
    content     BYTEA  NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (org_id, customer_id),
    FOREIGN KEY (org_id, customer_id) REFERENCES customer (org_id, id)
);
