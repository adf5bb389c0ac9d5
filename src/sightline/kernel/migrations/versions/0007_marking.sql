-- A mask is proposed by a machine, or drawn by a person; proposed ones are confirmed, corrected or rejected.
ALTER TABLE media_mask
    ADD COLUMN state TEXT NOT NULL DEFAULT 'confirmed',
    ADD COLUMN score DOUBLE PRECISION,
    ADD COLUMN begins DOUBLE PRECISION,
    ADD COLUMN ends DOUBLE PRECISION,
    ADD COLUMN identity TEXT,
    ADD COLUMN decided_by TEXT,
    ADD COLUMN decided_at TIMESTAMP WITH TIME ZONE,
    ADD CONSTRAINT media_mask_state_check CHECK (state IN ('proposed', 'confirmed', 'rejected'));
UPDATE media_mask SET state = 'rejected' WHERE removed_at IS NOT NULL;
-- A job that runs twice proposes once.
ALTER TABLE media_mask ADD CONSTRAINT media_mask_identity_key UNIQUE (identity);

-- When a mask changes, its media is matched again.
GRANT DELETE ON matched TO sightline_worker;
