-- What the page keeps. Nothing here is material: states, labels and personal settings beside it.

CREATE FUNCTION sl_me() RETURNS bigint LANGUAGE sql STABLE
    RETURN nullif(current_setting('sightline.officer', true), '')::bigint;

-- What an officer did and can take back, newest first.
CREATE TABLE act (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    officer BIGINT NOT NULL,
    kind TEXT NOT NULL,
    said TEXT NOT NULL,
    steps JSONB NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    undone_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT act_pkey PRIMARY KEY (id),
    CONSTRAINT act_officer_fkey FOREIGN KEY(officer) REFERENCES officer (id)
);
CREATE INDEX act_officer_idx ON act (officer, id DESC) WHERE undone_at IS NULL;

-- Key map, language, break minutes, saved views: one row each, the officer's alone.
CREATE TABLE preference (
    officer BIGINT NOT NULL,
    name TEXT NOT NULL,
    value JSONB NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT preference_pkey PRIMARY KEY (officer, name),
    CONSTRAINT preference_officer_fkey FOREIGN KEY(officer) REFERENCES officer (id)
);

CREATE TABLE series_board (
    series_id BIGINT NOT NULL,
    category SMALLINT,
    claimed_by BIGINT,
    claimed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT series_board_pkey PRIMARY KEY (series_id),
    CONSTRAINT series_board_series_id_fkey FOREIGN KEY(series_id) REFERENCES series (id),
    CONSTRAINT series_board_claimed_by_fkey FOREIGN KEY(claimed_by) REFERENCES officer (id)
);
CREATE INDEX series_board_claimed_by_idx ON series_board (claimed_by);

CREATE TABLE series_tag (
    series_id BIGINT NOT NULL,
    tag TEXT NOT NULL,
    CONSTRAINT series_tag_pkey PRIMARY KEY (series_id, tag),
    CONSTRAINT series_tag_series_id_fkey FOREIGN KEY(series_id) REFERENCES series (id)
);
CREATE INDEX series_tag_tag_idx ON series_tag (tag);

-- What a person said of a media in triage: it is shown before any pixel, and a known item is not shown again.
CREATE TABLE media_verdict (
    media_id BIGINT NOT NULL,
    verdict TEXT,
    category SMALLINT,
    decided_by BIGINT NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT media_verdict_pkey PRIMARY KEY (media_id),
    CONSTRAINT media_verdict_media_id_fkey FOREIGN KEY(media_id) REFERENCES media (id),
    CONSTRAINT media_verdict_decided_by_fkey FOREIGN KEY(decided_by) REFERENCES officer (id)
);

-- How long an officer looked at sharp pictures. The custody log says what; this says how long, to that officer alone.
CREATE TABLE reveal (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    officer BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    milliseconds INTEGER NOT NULL,
    CONSTRAINT reveal_pkey PRIMARY KEY (id),
    CONSTRAINT reveal_officer_fkey FOREIGN KEY(officer) REFERENCES officer (id)
);
CREATE INDEX reveal_officer_idx ON reveal (officer, at);

GRANT SELECT, INSERT, UPDATE, DELETE ON act, preference, series_board, series_tag, media_verdict TO sightline_app, sightline_worker;
GRANT SELECT, INSERT ON reveal TO sightline_app;
GRANT SELECT, INSERT, DELETE ON reveal TO sightline_worker;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO sightline_app, sightline_worker;

ALTER TABLE act ENABLE ROW LEVEL SECURITY;
CREATE POLICY act_own ON act FOR ALL TO sightline_app USING (officer = sl_me()) WITH CHECK (officer = sl_me());
ALTER TABLE preference ENABLE ROW LEVEL SECURITY;
CREATE POLICY preference_own ON preference FOR ALL TO sightline_app
    USING (officer = sl_me()) WITH CHECK (officer = sl_me());
ALTER TABLE reveal ENABLE ROW LEVEL SECURITY;
CREATE POLICY reveal_own ON reveal FOR ALL TO sightline_app USING (officer = sl_me()) WITH CHECK (officer = sl_me());
ALTER TABLE series_board ENABLE ROW LEVEL SECURITY;
CREATE POLICY series_board_see ON series_board FOR ALL TO sightline_app
    USING (EXISTS (SELECT FROM series s WHERE s.id = series_id));
ALTER TABLE series_tag ENABLE ROW LEVEL SECURITY;
CREATE POLICY series_tag_see ON series_tag FOR ALL TO sightline_app
    USING (EXISTS (SELECT FROM series s WHERE s.id = series_id));
ALTER TABLE media_verdict ENABLE ROW LEVEL SECURITY;
CREATE POLICY media_verdict_see ON media_verdict FOR ALL TO sightline_app
    USING (EXISTS (SELECT FROM media_file f WHERE f.media_id = media_verdict.media_id));

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['act', 'preference', 'reveal', 'series_board', 'series_tag', 'media_verdict'] LOOP
        EXECUTE format('CREATE POLICY machine ON %I FOR ALL TO sightline_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;

-- Team figures about looking: sums over five officers or more, or nothing.
CREATE FUNCTION sl_team_reveals(since timestamptz) RETURNS jsonb LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public AS $$
DECLARE
    people integer;
    total bigint;
BEGIN
    SELECT count(DISTINCT r.officer), coalesce(sum(r.milliseconds), 0) INTO people, total
    FROM reveal r JOIN officer o ON o.id = r.officer
    WHERE r.at >= since AND o.agency = sl_agency();
    IF people < 5 THEN
        RETURN jsonb_build_object('officers', NULL, 'milliseconds', NULL);
    END IF;
    RETURN jsonb_build_object('officers', people, 'milliseconds', total);
END
$$;
REVOKE ALL ON FUNCTION sl_team_reveals FROM public;
GRANT EXECUTE ON FUNCTION sl_team_reveals TO sightline_app;

-- What the pages ask for, by index.
CREATE INDEX media_file_contribution_id_media_id_idx ON media_file (contribution_id, media_id);
CREATE INDEX hypothesis_series_id_id_idx ON hypothesis (series_id, id DESC);
CREATE INDEX series_operation_id_idx ON series (operation_id, id);
CREATE INDEX contribution_operation_id_idx ON contribution (operation_id, id);
CREATE INDEX link_waiting_idx ON link (left_media) WHERE verdict IS NULL;
CREATE INDEX clue_waiting_idx ON clue (media_id) WHERE state = 'proposed';
CREATE INDEX lead_operation_id_idx ON lead (operation_id, id);

-- An officer's own answer to "which country", given before the machine's is shown; country is null for "I cannot tell".
CREATE TABLE blind_vote (
    series_id BIGINT NOT NULL,
    officer BIGINT NOT NULL,
    country TEXT,
    confidence DOUBLE PRECISION,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT blind_vote_pkey PRIMARY KEY (series_id, officer),
    CONSTRAINT blind_vote_series_id_fkey FOREIGN KEY(series_id) REFERENCES series (id),
    CONSTRAINT blind_vote_officer_fkey FOREIGN KEY(officer) REFERENCES officer (id)
);
GRANT SELECT, INSERT ON blind_vote TO sightline_app, sightline_worker;
ALTER TABLE blind_vote ENABLE ROW LEVEL SECURITY;
CREATE POLICY blind_vote_own ON blind_vote FOR ALL TO sightline_app
    USING (officer = sl_me()) WITH CHECK (officer = sl_me() AND EXISTS (SELECT FROM series s WHERE s.id = series_id));
CREATE POLICY machine ON blind_vote FOR ALL TO sightline_worker USING (true) WITH CHECK (true);
