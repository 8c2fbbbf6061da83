-- The tables of 0001_sqlite.sql, which is older than our PostgreSQL. What comes after is one text
-- for both: TEXT and BIGINT only.
CREATE TABLE drafts (
    user_id TEXT NOT NULL,
    network TEXT NOT NULL,
    world TEXT NOT NULL,
    draft TEXT NOT NULL,
    PRIMARY KEY (user_id, network, world)
);

CREATE TABLE choices (
    connection TEXT NOT NULL,
    world TEXT NOT NULL,
    choice TEXT NOT NULL,
    PRIMARY KEY (connection, world)
);

CREATE TABLE activity (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at_millis BIGINT NOT NULL,
    user_id TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    outcome TEXT NOT NULL,
    UNIQUE (at_millis, user_id, action, object)
);

CREATE INDEX activity_by_user ON activity (user_id, at_millis DESC);
