-- Gift cards 礼品卡: by what the code of one is found, and the code itself, sealed, until it was printed or the
-- card is claimed. Who bought it is its holder until then.
CREATE TABLE card_gift (
    org_id     UUID  NOT NULL,
    card_id    UUID  NOT NULL,
    digest     BYTEA NOT NULL,
    code       BYTEA NOT NULL,
    bill_id    UUID,
    bought_by  UUID  NOT NULL,
    claimed_by UUID,
    claimed_at BIGINT,
    PRIMARY KEY (org_id, card_id),
    UNIQUE (org_id, digest),
    FOREIGN KEY (org_id, card_id) REFERENCES card (org_id, id),
    FOREIGN KEY (org_id, bought_by) REFERENCES customer (org_id, id),
    FOREIGN KEY (org_id, claimed_by) REFERENCES customer (org_id, id)
);
CREATE INDEX card_gift_bill ON card_gift (org_id, bill_id);
