-- Hosted connections that were taken over from their partner: values without any key.
CREATE TABLE taken_over (
    connection TEXT NOT NULL,
    world TEXT NOT NULL,
    account TEXT NOT NULL,
    taken TEXT NOT NULL,
    PRIMARY KEY (connection, world)
);
