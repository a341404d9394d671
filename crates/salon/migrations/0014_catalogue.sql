-- What services and products stand under. A category that came out of the old words has the id of
-- the first service that named it.
CREATE TABLE catalogue_category (
    org_id    UUID   NOT NULL REFERENCES branch_organisation (org_id),
    id        UUID   NOT NULL,
    kind      TEXT   NOT NULL,
    name      TEXT   NOT NULL CHECK (name <> ''),
    position  BIGINT NOT NULL,
    import_id UUID,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, kind, name)
);
INSERT INTO catalogue_category (org_id, id, kind, name, position)
    SELECT s.org_id, s.id, 'service', s.category,
        (SELECT COUNT(DISTINCT o.category) FROM catalogue_service o
         WHERE o.org_id = s.org_id AND o.category <> '' AND o.category <= s.category)
    FROM catalogue_service s
    WHERE s.category <> ''
        AND NOT EXISTS (SELECT 1 FROM catalogue_service f
                        WHERE f.org_id = s.org_id AND f.category = s.category AND f.id < s.id);

-- A service takes its time in four blocks of whole five minutes.
ALTER TABLE catalogue_service ADD COLUMN category_id UUID;
ALTER TABLE catalogue_service ADD COLUMN setup BIGINT NOT NULL DEFAULT 0;
ALTER TABLE catalogue_service ADD COLUMN hands_on BIGINT NOT NULL DEFAULT 0;
ALTER TABLE catalogue_service ADD COLUMN processing BIGINT NOT NULL DEFAULT 0;
ALTER TABLE catalogue_service ADD COLUMN finishing BIGINT NOT NULL DEFAULT 0;
ALTER TABLE catalogue_service ADD COLUMN add_on BIGINT NOT NULL DEFAULT 0;
ALTER TABLE catalogue_service ADD COLUMN import_id UUID;
UPDATE catalogue_service SET hands_on = (duration_minutes + 4) / 5 * 5,
    category_id = (SELECT c.id FROM catalogue_category c
                   WHERE c.org_id = catalogue_service.org_id AND c.kind = 'service' AND c.name = catalogue_service.category);
DROP INDEX catalogue_service_list;
ALTER TABLE catalogue_service DROP COLUMN category;
ALTER TABLE catalogue_service DROP COLUMN duration_minutes;
CREATE INDEX catalogue_service_category ON catalogue_service (org_id, category_id);
CREATE INDEX catalogue_service_import ON catalogue_service (org_id, import_id);

-- A hair length or a level of staff, at a price and in a time of its own. Never deleted.
CREATE TABLE catalogue_variant (
    org_id     UUID   NOT NULL,
    id         UUID   NOT NULL,
    service_id UUID   NOT NULL,
    position   BIGINT NOT NULL,
    name       TEXT   NOT NULL CHECK (name <> ''),
    price      BIGINT NOT NULL CHECK (price >= 0),
    setup      BIGINT NOT NULL CHECK (setup >= 0),
    hands_on   BIGINT NOT NULL CHECK (hands_on >= 0),
    processing BIGINT NOT NULL CHECK (processing >= 0),
    finishing  BIGINT NOT NULL CHECK (finishing >= 0),
    active     BIGINT NOT NULL CHECK (active IN (0, 1)),
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, service_id) REFERENCES catalogue_service (org_id, id)
);
CREATE INDEX catalogue_variant_service ON catalogue_variant (org_id, service_id, position);

-- Which services may be sold together with another one.
CREATE TABLE catalogue_add_on (
    org_id     UUID   NOT NULL,
    service_id UUID   NOT NULL,
    add_on_id  UUID   NOT NULL,
    position   BIGINT NOT NULL,
    PRIMARY KEY (org_id, service_id, add_on_id),
    FOREIGN KEY (org_id, service_id) REFERENCES catalogue_service (org_id, id),
    FOREIGN KEY (org_id, add_on_id) REFERENCES catalogue_service (org_id, id)
);
CREATE INDEX catalogue_add_on_of ON catalogue_add_on (org_id, add_on_id);

CREATE TABLE catalogue_product (
    org_id      UUID   NOT NULL REFERENCES branch_organisation (org_id),
    id          UUID   NOT NULL,
    code        TEXT,
    barcode     TEXT,
    name        TEXT   NOT NULL CHECK (name <> ''),
    category_id UUID,
    price       BIGINT NOT NULL CHECK (price >= 0),
    cost        BIGINT NOT NULL CHECK (cost >= 0),
    unit        TEXT   NOT NULL,
    taxes       TEXT   NOT NULL,
    stocked     BIGINT NOT NULL CHECK (stocked IN (0, 1)),
    active      BIGINT NOT NULL CHECK (active IN (0, 1)),
    import_id   UUID,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, name),
    UNIQUE (org_id, code),
    UNIQUE (org_id, barcode),
    FOREIGN KEY (org_id, category_id) REFERENCES catalogue_category (org_id, id)
);
CREATE INDEX catalogue_product_category ON catalogue_product (org_id, category_id);
CREATE INDEX catalogue_product_import ON catalogue_product (org_id, import_id);

-- What a branch charges where it is not the list's price. `item_id` is a service, a variant or a
-- product.
CREATE TABLE catalogue_price (
    org_id    UUID   NOT NULL,
    branch_id UUID   NOT NULL,
    item_id   UUID   NOT NULL,
    price     BIGINT NOT NULL CHECK (price >= 0),
    PRIMARY KEY (org_id, branch_id, item_id),
    FOREIGN KEY (org_id, branch_id) REFERENCES branch (org_id, id)
);

-- What a category, a service or a product is found by.
CREATE TABLE catalogue_search (
    org_id  UUID NOT NULL,
    kind    TEXT NOT NULL,
    piece   TEXT NOT NULL,
    item_id UUID NOT NULL,
    PRIMARY KEY (org_id, kind, piece, item_id)
);
CREATE INDEX catalogue_search_item ON catalogue_search (org_id, kind, item_id);

-- Imports whose rows nobody sees yet.
CREATE TABLE catalogue_unseen (
    org_id    UUID NOT NULL,
    import_id UUID NOT NULL,
    PRIMARY KEY (org_id, import_id)
);
