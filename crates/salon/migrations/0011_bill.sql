-- One visit's or purchase's lines, and how they were paid.
CREATE TABLE bill (
    org_id          UUID   NOT NULL,
    id              UUID   NOT NULL,
    number          BIGINT NOT NULL CHECK (number > 0),
    branch_id       UUID   NOT NULL,
    company_id      UUID   NOT NULL,
    customer_id     UUID,
    state           TEXT   NOT NULL
        CHECK (state IN ('open', 'parked', 'paid', 'partly_refunded', 'refunded', 'voided')),
    label           TEXT   NOT NULL,
    currency        TEXT   NOT NULL,
    rounding        TEXT   NOT NULL CHECK (rounding IN ('none', 'jiao', 'yuan', 'ten')),
    business_day    TEXT   NOT NULL,
    opened_at       BIGINT NOT NULL,
    opened_by       UUID,
    opened_by_name  TEXT   NOT NULL,
    paid_at         BIGINT,
    paid_by         UUID,
    paid_by_name    TEXT   NOT NULL,
    void_reason     TEXT   NOT NULL,
    printed_at      BIGINT,
    version         BIGINT NOT NULL CHECK (version > 0),
    lines           BIGINT NOT NULL,
    list_total      BIGINT NOT NULL,
    reduction_total BIGINT NOT NULL,
    rounding_amount BIGINT NOT NULL,
    tax_added       BIGINT NOT NULL,
    total           BIGINT NOT NULL CHECK (total >= 0),
    refunded_total  BIGINT NOT NULL CHECK (refunded_total BETWEEN 0 AND total),
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, branch_id, number),
    FOREIGN KEY (org_id, customer_id) REFERENCES customer (org_id, id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);
CREATE INDEX bill_day ON bill (org_id, branch_id, business_day, opened_at);
CREATE INDEX bill_state ON bill (org_id, branch_id, state, business_day, opened_at);
CREATE INDEX bill_customer ON bill (org_id, customer_id, opened_at);

-- A line with its price as last worked out. `item_id` is the service, the plan or the card;
-- `card_number` is set aside for a card that is sold here.
CREATE TABLE bill_line (
    org_id            UUID   NOT NULL,
    id                UUID   NOT NULL,
    bill_id           UUID   NOT NULL,
    position          BIGINT NOT NULL,
    kind              TEXT   NOT NULL CHECK (kind IN ('service', 'card_sale', 'top_up')),
    item_id           UUID   NOT NULL,
    item_version      BIGINT NOT NULL,
    card_number       TEXT,
    lot_id            UUID,
    name              TEXT   NOT NULL,
    quantity          BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 9999),
    unit_price        BIGINT NOT NULL CHECK (unit_price >= 0),
    bonus             BIGINT NOT NULL CHECK (bonus >= 0),
    taxes             TEXT   NOT NULL,
    list              BIGINT NOT NULL CHECK (list >= 0),
    net               BIGINT NOT NULL CHECK (net >= 0),
    payable           BIGINT NOT NULL CHECK (payable >= net),
    trace             TEXT   NOT NULL,
    refunded_quantity BIGINT NOT NULL CHECK (refunded_quantity BETWEEN 0 AND quantity),
    refunded          BIGINT NOT NULL CHECK (refunded BETWEEN 0 AND payable),
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, bill_id, position),
    FOREIGN KEY (org_id, bill_id) REFERENCES bill (org_id, id)
);

-- Who did how much of a line.
CREATE TABLE bill_share (
    org_id    UUID   NOT NULL,
    bill_id   UUID   NOT NULL,
    line_id   UUID   NOT NULL,
    position  BIGINT NOT NULL,
    staff_id  UUID   NOT NULL,
    role      TEXT   NOT NULL,
    share_ppm BIGINT NOT NULL CHECK (share_ppm BETWEEN 0 AND 1000000),
    requested BIGINT NOT NULL CHECK (requested IN (0, 1)),
    PRIMARY KEY (org_id, bill_id, line_id, position),
    FOREIGN KEY (org_id, line_id) REFERENCES bill_line (org_id, id),
    FOREIGN KEY (org_id, staff_id) REFERENCES staff (org_id, id)
);

-- Given by hand: an amount or a percentage, on one line or on the whole bill.
CREATE TABLE bill_reduction (
    org_id      UUID   NOT NULL,
    id          UUID   NOT NULL,
    bill_id     UUID   NOT NULL,
    line_id     UUID,
    amount      BIGINT CHECK (amount > 0),
    percent_ppm BIGINT CHECK (percent_ppm BETWEEN 1 AND 1000000),
    reason      TEXT   NOT NULL,
    given_by    UUID,
    given_by_name TEXT NOT NULL,
    taken       BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    CHECK ((amount IS NULL) <> (percent_ppm IS NULL)),
    FOREIGN KEY (org_id, bill_id) REFERENCES bill (org_id, id),
    FOREIGN KEY (org_id, line_id) REFERENCES bill_line (org_id, id)
);
CREATE INDEX bill_reduction_bill ON bill_reduction (org_id, bill_id);

-- One way in which the bill was paid.
CREATE TABLE bill_tender (
    org_id       UUID   NOT NULL,
    id           UUID   NOT NULL,
    bill_id      UUID   NOT NULL,
    position     BIGINT NOT NULL,
    kind         TEXT   NOT NULL CHECK (kind IN ('cash', 'wechat', 'alipay', 'bank_card', 'card')),
    amount       BIGINT NOT NULL CHECK (amount > 0),
    received     BIGINT,
    change_given BIGINT NOT NULL CHECK (change_given >= 0),
    reference    TEXT   NOT NULL,
    card_id      UUID,
    card_number  TEXT,
    principal    BIGINT,
    bonus        BIGINT,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, bill_id, position),
    FOREIGN KEY (org_id, bill_id) REFERENCES bill (org_id, id)
);

-- What one source paid of one line, and what refunds have given back of it.
CREATE TABLE bill_cell (
    org_id    UUID   NOT NULL,
    bill_id   UUID   NOT NULL,
    position  BIGINT NOT NULL,
    line_id   UUID   NOT NULL,
    tender_id UUID   NOT NULL,
    part      TEXT   NOT NULL CHECK (part IN ('money', 'principal', 'bonus')),
    lot_id    UUID,
    amount    BIGINT NOT NULL CHECK (amount > 0),
    returned  BIGINT NOT NULL CHECK (returned BETWEEN 0 AND amount),
    PRIMARY KEY (org_id, bill_id, position),
    CHECK ((part = 'money') = (lot_id IS NULL)),
    FOREIGN KEY (org_id, line_id) REFERENCES bill_line (org_id, id),
    FOREIGN KEY (org_id, tender_id) REFERENCES bill_tender (org_id, id)
);

-- The tax that was posted for a line, by rate, and what refunds have given back of it.
CREATE TABLE bill_tax (
    org_id   UUID   NOT NULL,
    bill_id  UUID   NOT NULL,
    line_id  UUID   NOT NULL,
    position BIGINT NOT NULL,
    rate_ppm BIGINT NOT NULL CHECK (rate_ppm BETWEEN 0 AND 1000000),
    amount   BIGINT NOT NULL CHECK (amount >= 0),
    returned BIGINT NOT NULL CHECK (returned BETWEEN 0 AND amount),
    PRIMARY KEY (org_id, bill_id, line_id, position),
    FOREIGN KEY (org_id, line_id) REFERENCES bill_line (org_id, id)
);

-- The cards that a paid bill touched, as they stood after it: for the receipt.
CREATE TABLE bill_card (
    org_id         UUID   NOT NULL,
    bill_id        UUID   NOT NULL,
    card_id        UUID   NOT NULL,
    card_number    TEXT   NOT NULL,
    plan_name      TEXT   NOT NULL,
    used_principal BIGINT NOT NULL,
    used_bonus     BIGINT NOT NULL,
    principal_left BIGINT NOT NULL,
    bonus_left     BIGINT NOT NULL,
    PRIMARY KEY (org_id, bill_id, card_id),
    FOREIGN KEY (org_id, bill_id) REFERENCES bill (org_id, id)
);

CREATE TABLE bill_refund (
    org_id       UUID   NOT NULL,
    id           UUID   NOT NULL,
    bill_id      UUID   NOT NULL,
    branch_id    UUID   NOT NULL,
    number       BIGINT NOT NULL CHECK (number > 0),
    at           BIGINT NOT NULL,
    business_day TEXT   NOT NULL,
    given_by     UUID,
    given_by_name TEXT  NOT NULL,
    reason       TEXT   NOT NULL,
    total        BIGINT NOT NULL CHECK (total >= 0),
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, branch_id, number),
    FOREIGN KEY (org_id, bill_id) REFERENCES bill (org_id, id)
);
CREATE INDEX bill_refund_bill ON bill_refund (org_id, bill_id);
CREATE INDEX bill_refund_day ON bill_refund (org_id, branch_id, business_day);

CREATE TABLE bill_refund_line (
    org_id    UUID   NOT NULL,
    refund_id UUID   NOT NULL,
    line_id   UUID   NOT NULL,
    quantity  BIGINT NOT NULL CHECK (quantity > 0),
    amount    BIGINT NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (org_id, refund_id, line_id),
    FOREIGN KEY (org_id, refund_id) REFERENCES bill_refund (org_id, id),
    FOREIGN KEY (org_id, line_id) REFERENCES bill_line (org_id, id)
);

-- What a refund gave back to each tender: `principal` and `bonus` where it was a card.
CREATE TABLE bill_refund_tender (
    org_id    UUID   NOT NULL,
    refund_id UUID   NOT NULL,
    tender_id UUID   NOT NULL,
    amount    BIGINT NOT NULL CHECK (amount > 0),
    principal BIGINT NOT NULL CHECK (principal >= 0),
    bonus     BIGINT NOT NULL CHECK (bonus >= 0),
    PRIMARY KEY (org_id, refund_id, tender_id),
    FOREIGN KEY (org_id, refund_id) REFERENCES bill_refund (org_id, id),
    FOREIGN KEY (org_id, tender_id) REFERENCES bill_tender (org_id, id)
);
