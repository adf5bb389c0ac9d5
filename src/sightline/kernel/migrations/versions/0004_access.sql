-- Sessions. Only the hash of a token is kept, so that nobody who reads this table can act as anybody.
CREATE TABLE session (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    token_hash BYTEA NOT NULL,
    officer BIGINT NOT NULL,
    agency TEXT NOT NULL,
    method TEXT NOT NULL,
    purpose TEXT NOT NULL,
    began TIMESTAMP WITH TIME ZONE NOT NULL,
    seen TIMESTAMP WITH TIME ZONE NOT NULL,
    ends TIMESTAMP WITH TIME ZONE NOT NULL,
    idle INTERVAL NOT NULL,
    revoked TIMESTAMP WITH TIME ZONE,
    CONSTRAINT session_pkey PRIMARY KEY (id),
    CONSTRAINT session_token_hash_key UNIQUE (token_hash),
    CONSTRAINT session_officer_fkey FOREIGN KEY(officer) REFERENCES officer (id),
    CONSTRAINT session_agency_fkey FOREIGN KEY(agency) REFERENCES agency (code),
    CONSTRAINT session_token_hash_check CHECK (octet_length(token_hash) = 32),
    CONSTRAINT session_ends_check CHECK (ends > began)
);
CREATE INDEX session_officer_idx ON session (officer);

CREATE TABLE one_time_link (
    secret_hash BYTEA NOT NULL,
    officer BIGINT NOT NULL,
    made TIMESTAMP WITH TIME ZONE NOT NULL,
    ends TIMESTAMP WITH TIME ZONE NOT NULL,
    used TIMESTAMP WITH TIME ZONE,
    CONSTRAINT one_time_link_pkey PRIMARY KEY (secret_hash),
    CONSTRAINT one_time_link_officer_fkey FOREIGN KEY(officer) REFERENCES officer (id),
    CONSTRAINT one_time_link_secret_hash_check CHECK (octet_length(secret_hash) = 32)
);

-- An officer sees which sessions there are in the own agency, never what opens them.
GRANT SELECT (id, officer, agency, method, purpose, began, seen, ends, idle, revoked) ON session TO sightline_app;
GRANT SELECT, INSERT, UPDATE ON session, one_time_link TO sightline_worker;
ALTER TABLE session ENABLE ROW LEVEL SECURITY;
CREATE POLICY session_own ON session FOR SELECT TO sightline_app USING (agency = sl_agency());
CREATE POLICY machine ON session FOR ALL TO sightline_worker USING (true) WITH CHECK (true);
ALTER TABLE one_time_link ENABLE ROW LEVEL SECURITY;
CREATE POLICY machine ON one_time_link FOR ALL TO sightline_worker USING (true) WITH CHECK (true);
