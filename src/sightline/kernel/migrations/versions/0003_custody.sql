-- A committed entry waits here until it has its place; so placing the new ones never looks at the old ones.
CREATE TABLE custody_pending (
    entry_id BIGINT NOT NULL,
    CONSTRAINT custody_pending_pkey PRIMARY KEY (entry_id)
);
INSERT INTO custody_pending
SELECT e.id FROM custody_entry e WHERE NOT EXISTS (SELECT FROM custody_leaf l WHERE l.entry_id = e.id);

CREATE FUNCTION sl_custody_wait() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    INSERT INTO custody_pending (entry_id) VALUES (NEW.id);
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION sl_custody_wait FROM public;
CREATE TRIGGER custody_entry_waits AFTER INSERT ON custody_entry FOR EACH ROW EXECUTE FUNCTION sl_custody_wait();
GRANT SELECT, DELETE ON custody_pending TO sightline_worker;

-- A hash of another length would make a tree that no verifier can read.
ALTER TABLE custody_entry ADD CONSTRAINT custody_entry_leaf_check CHECK (octet_length(leaf) = 32);

-- The roots of the full subtrees below a checkpoint (32 bytes each): from them the next one is made.
ALTER TABLE custody_checkpoint ADD COLUMN nodes BYTEA;

-- Free text that an entry speaks of by its salted hash, so that it can be erased and the log stays whole.
CREATE TABLE custody_text (
    hash BYTEA NOT NULL,
    log TEXT NOT NULL,
    salt BYTEA NOT NULL,
    words TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT custody_text_pkey PRIMARY KEY (hash)
);
GRANT SELECT, INSERT, DELETE ON custody_text TO sightline_app, sightline_worker;
ALTER TABLE custody_text ENABLE ROW LEVEL SECURITY;
CREATE POLICY custody_text_own ON custody_text FOR ALL TO sightline_app
    USING (log = sl_agency()) WITH CHECK (log = sl_agency());
CREATE POLICY machine ON custody_text FOR ALL TO sightline_worker USING (true) WITH CHECK (true);
