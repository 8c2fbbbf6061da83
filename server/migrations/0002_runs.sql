-- A run is written by the server that has its lease: the newest epoch is whose.
CREATE TABLE run (
    id TEXT NOT NULL PRIMARY KEY,
    connection TEXT NOT NULL,
    world TEXT NOT NULL,
    account TEXT NOT NULL,
    state TEXT NOT NULL,
    number BIGINT NOT NULL,
    owner TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    lease_until_millis BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE UNIQUE INDEX run_not_over ON run (connection, world) WHERE state NOT IN ('done', 'ended');

-- The journal: the intent before its call, the outcome after it. `run` is empty, and `epoch` 0,
-- for what a single button sent.
CREATE TABLE attempt (
    number BIGINT NOT NULL PRIMARY KEY,
    connection TEXT NOT NULL,
    world TEXT NOT NULL,
    run TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    intent TEXT NOT NULL,
    concluded_at_millis BIGINT,
    outcome TEXT
);

CREATE INDEX attempt_of_connection ON attempt (connection, world, number);

-- The last number that was given to an attempt: one row, whose update puts intents in a line.
CREATE TABLE attempt_number (last BIGINT NOT NULL);
INSERT INTO attempt_number (last) VALUES (0);

CREATE TABLE event (
    connection TEXT NOT NULL,
    world TEXT NOT NULL,
    number BIGINT NOT NULL,
    run TEXT NOT NULL,
    at_millis BIGINT NOT NULL,
    happened TEXT NOT NULL,
    PRIMARY KEY (connection, world, number)
);

CREATE TABLE measure (
    wait TEXT NOT NULL,
    at_millis BIGINT NOT NULL,
    seconds BIGINT NOT NULL
);

CREATE INDEX measure_of_wait ON measure (wait, at_millis DESC);
