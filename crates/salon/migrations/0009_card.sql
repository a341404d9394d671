-- What can be sold. A change is a new version; the versions before it stay for the cards sold
-- under them.
CREATE TABLE card_plan (
    org_id     UUID   NOT NULL,
    id         UUID   NOT NULL,
    version    BIGINT NOT NULL CHECK (version > 0),
    name       TEXT   NOT NULL CHECK (name <> ''),
    active     BIGINT NOT NULL CHECK (active IN (0, 1)),
    PRIMARY KEY (org_id, id)
);

CREATE TABLE card_plan_version (
    org_id     UUID   NOT NULL,
    plan_id    UUID   NOT NULL,
    version    BIGINT NOT NULL CHECK (version > 0),
    at         BIGINT NOT NULL,
    name       TEXT   NOT NULL CHECK (name <> ''),
    price      BIGINT NOT NULL CHECK (price > 0),
    bonus      BIGINT NOT NULL CHECK (bonus >= 0),
    draw_order TEXT   NOT NULL CHECK (draw_order IN ('proportional', 'principal_first', 'bonus_first')),
    terms      TEXT   NOT NULL,
    PRIMARY KEY (org_id, plan_id, version),
    FOREIGN KEY (org_id, plan_id) REFERENCES card_plan (org_id, id)
);

-- A card that was sold, or taken in from another program (then it has no plan).
CREATE TABLE card (
    org_id       UUID   NOT NULL,
    id           UUID   NOT NULL,
    number       TEXT   NOT NULL CHECK (number <> ''),
    customer_id  UUID   NOT NULL,
    kind         TEXT   NOT NULL CHECK (kind IN ('stored_value', 'visits')),
    plan_id      UUID,
    plan_version BIGINT,
    plan_name    TEXT   NOT NULL,
    draw_order   TEXT   NOT NULL CHECK (draw_order IN ('proportional', 'principal_first', 'bonus_first')),
    state        TEXT   NOT NULL CHECK (state IN ('active', 'closed')),
    branch_id    UUID   NOT NULL,
    opened_on    TEXT   NOT NULL,
    import_id    UUID,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, number),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id),
    FOREIGN KEY (org_id, customer_id) REFERENCES customer (org_id, id),
    FOREIGN KEY (org_id, plan_id, plan_version) REFERENCES card_plan_version (org_id, plan_id, version)
);
CREATE INDEX card_customer ON card (org_id, customer_id);
CREATE INDEX card_import ON card (org_id, import_id);

-- One sale or top-up. `ratio` is what it held when proportional draws were last measured anew.
CREATE TABLE card_lot (
    org_id           UUID   NOT NULL,
    id               UUID   NOT NULL,
    card_id          UUID   NOT NULL,
    branch_id        UUID   NOT NULL,
    company_id       UUID   NOT NULL,
    at               BIGINT NOT NULL,
    origin           TEXT   NOT NULL CHECK (origin IN ('sale', 'top_up', 'opening')),
    principal_bought BIGINT NOT NULL CHECK (principal_bought >= 0),
    bonus_bought     BIGINT NOT NULL CHECK (bonus_bought >= 0),
    principal_left   BIGINT NOT NULL CHECK (principal_left BETWEEN 0 AND principal_bought),
    bonus_left       BIGINT NOT NULL CHECK (bonus_left BETWEEN 0 AND bonus_bought),
    principal_ratio  BIGINT NOT NULL CHECK (principal_ratio >= principal_left),
    bonus_ratio      BIGINT NOT NULL CHECK (bonus_ratio >= bonus_left),
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, card_id) REFERENCES card (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
CREATE INDEX card_lot_card ON card_lot (org_id, card_id, at);

-- What came into a lot (positive) or went out of it (negative), append-only. `list` is the list
-- price of what a use paid for: the law asks for it when a card is given back.
CREATE TABLE card_move (
    org_id      UUID   NOT NULL,
    id          UUID   NOT NULL,
    card_id     UUID   NOT NULL,
    lot_id      UUID   NOT NULL,
    at          BIGINT NOT NULL,
    kind        TEXT   NOT NULL CHECK (kind IN ('sale', 'top_up', 'use', 'refund', 'opening')),
    bill_id     UUID,
    bill_number BIGINT,
    principal   BIGINT NOT NULL,
    bonus       BIGINT NOT NULL,
    list        BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, card_id) REFERENCES card (org_id, id),
    FOREIGN KEY (org_id, lot_id) REFERENCES card_lot (org_id, id)
);
CREATE INDEX card_move_card ON card_move (org_id, card_id, at);
CREATE INDEX card_move_lot ON card_move (org_id, lot_id);

-- Visits of one service on a card. Those taken in from another program have no known paid value.
CREATE TABLE card_visits (
    org_id       UUID   NOT NULL,
    id           UUID   NOT NULL,
    card_id      UUID   NOT NULL,
    branch_id    UUID   NOT NULL,
    company_id   UUID   NOT NULL,
    at           BIGINT NOT NULL,
    service_id   UUID   NOT NULL,
    service_name TEXT   NOT NULL,
    bought       BIGINT NOT NULL CHECK (bought > 0),
    unused       BIGINT NOT NULL CHECK (unused BETWEEN 0 AND bought),
    value_known  BIGINT NOT NULL CHECK (value_known IN (0, 1)),
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, card_id) REFERENCES card (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id),
    FOREIGN KEY (org_id, service_id) REFERENCES catalogue_service (org_id, id)
);
CREATE INDEX card_visits_card ON card_visits (org_id, card_id);
