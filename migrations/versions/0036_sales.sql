-- Decimals of a currency by ISO 4217 (List One); two for a code that it does not have.
CREATE FUNCTION currency_decimals(currency text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN currency IN (
            'BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')
            THEN 0
        WHEN currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN 3
        WHEN currency IN ('CLF', 'UYW') THEN 4
        ELSE 2
    END;

-- An amount of major units in minor ones, half of one rounded up; null for what is no amount of money, which events that were
-- stored before amounts were checked may have.
CREATE FUNCTION minor_units(amount text, currency text) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN amount ~ '^[0-9]{1,13}(\.[0-9]+)?$' AND currency ~ '^[A-Z]{3}$'
            THEN round(amount::numeric * ('1e' || currency_decimals(currency))::numeric)::bigint
    END;

-- A row for each event with an amount of money: a purchase, a refund, or a gift (type). What an event names is in its row; what
-- a refund does not name is that of the purchases of its order, and so is its class. Events that are counted already are added by `viewpulse
-- rebuild`, as far as there are raw events.
CREATE TABLE sales (
    project_id     integer NOT NULL,
    bucket         timestamptz NOT NULL,
    event_id       uuid NOT NULL,
    amount         bigint NOT NULL,   -- in minor units
    traffic        smallint NOT NULL,
    own_traffic    smallint NOT NULL, -- the class of the event's own viewer
    names_content  boolean NOT NULL,  -- whether it is the event that names it
    names_creator  boolean NOT NULL,  -- itself, not by its content
    names_product  boolean NOT NULL,
    names_campaign boolean NOT NULL,
    type           text NOT NULL,
    currency       text NOT NULL,
    order_id       text,
    viewer_id      text,
    content_id     text,
    creator_id     text,
    product_id     text,
    campaign       text,
    payment_method text,
    PRIMARY KEY (project_id, bucket, event_id)
);
CREATE INDEX sales_by_order ON sales (project_id, order_id) WHERE order_id IS NOT NULL;
CREATE INDEX sales_by_content ON sales (project_id, content_id, bucket) WHERE content_id IS NOT NULL;
CREATE INDEX sales_by_creator ON sales (project_id, creator_id, bucket) WHERE creator_id IS NOT NULL;
CREATE INDEX sales_by_product ON sales (project_id, product_id, bucket) WHERE product_id IS NOT NULL;
CREATE INDEX sales_by_campaign ON sales (project_id, campaign, bucket) WHERE campaign IS NOT NULL;

-- What a campaign cost on a day, in minor units, as an admin declared it.
CREATE TABLE campaign_spend (
    project_id integer NOT NULL,
    campaign   text NOT NULL,
    day        date NOT NULL,
    currency   text NOT NULL,
    amount     bigint NOT NULL,
    PRIMARY KEY (project_id, campaign, day, currency)
);
