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

-- The pages of an operation with 100,000 media. These functions ask the sharing rule once (`sl_contributions`) and then
-- go by index; a policy asked for every row costs ten times as much. A test holds them equal to the policies' answer.
CREATE FUNCTION sl_shown() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    RETURN ARRAY(SELECT s.id FROM sl_contributions() s WHERE s.shown);

CREATE FUNCTION sl_grid(
    of_operation bigint, of_series bigint, of_contribution bigint, of_agency text, in_state text, of_kind text,
    said text, undecided boolean, with_known boolean, skip integer, most integer
) RETURNS TABLE (total integer, ids bigint[]) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET plan_cache_mode = force_custom_plan SET jit = off AS $$
DECLARE
    shown bigint[] := sl_shown();
    found bigint[];
BEGIN
    IF of_series IS NULL THEN
        shown := ARRAY(
            SELECT c.id FROM contribution c
            WHERE c.id = ANY (shown)
                AND (of_operation IS NULL OR c.operation_id = of_operation)
                AND (of_contribution IS NULL OR c.id = of_contribution)
                AND (of_agency IS NULL OR c.agency = of_agency)
        );
        found := ARRAY(
            SELECT DISTINCT f.media_id FROM media_file f
            WHERE f.contribution_id = ANY (shown) AND f.media_id IS NOT NULL ORDER BY 1
        );
    ELSE
        found := ARRAY(
            SELECT m.media_id FROM series_media m
            WHERE m.series_id = of_series AND m.removed_at IS NULL AND EXISTS (
                SELECT FROM media_file f
                WHERE f.media_id = m.media_id AND f.agency = m.agency AND f.contribution_id = ANY (shown)
            )
            ORDER BY 1
        );
    END IF;
    IF in_state IS NOT NULL OR of_kind IS NOT NULL THEN
        found := ARRAY(
            SELECT m.id FROM unnest(found) AS wanted (id) JOIN media m USING (id)
            WHERE (in_state IS NULL OR m.state = in_state) AND (of_kind IS NULL OR m.kind = of_kind) ORDER BY 1
        );
    END IF;
    IF said IS NOT NULL THEN
        found := ARRAY(
            SELECT v.media_id FROM unnest(found) AS wanted (id) JOIN media_verdict v ON v.media_id = wanted.id
            WHERE v.verdict = said ORDER BY 1
        );
    ELSIF EXISTS (SELECT FROM media_verdict) AND (undecided OR NOT with_known) THEN
        found := ARRAY(
            SELECT wanted.id FROM unnest(found) AS wanted (id) LEFT JOIN media_verdict v ON v.media_id = wanted.id
            WHERE v.verdict IS NULL OR (NOT undecided AND v.verdict <> 'known') ORDER BY 1
        );
    END IF;
    RETURN QUERY SELECT cardinality(found), found[skip + 1 : skip + most];
END
$$;

-- What a cell shows beside its state: standing clues, and links whose other side is shown too.
CREATE FUNCTION sl_cells(wanted bigint[]) RETURNS TABLE (media_id bigint, clues bigint, links bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET plan_cache_mode = force_custom_plan SET jit = off AS $$
DECLARE
    shown bigint[] := sl_shown();
    mine bigint[];
BEGIN
    mine := ARRAY(
        SELECT DISTINCT f.media_id FROM media_file f WHERE f.media_id = ANY (wanted) AND f.contribution_id = ANY (shown)
    );
    RETURN QUERY
    WITH sides AS (
        SELECT l.left_media AS one, l.right_media AS other FROM link l WHERE l.left_media = ANY (mine)
        UNION ALL
        SELECT l.right_media, l.left_media FROM link l WHERE l.right_media = ANY (mine)
    ),
    others AS (
        SELECT DISTINCT f.media_id AS id FROM media_file f
        WHERE f.media_id = ANY (ARRAY(SELECT s.other FROM sides s)) AND f.contribution_id = ANY (shown)
    ),
    linked AS (
        SELECT s.one AS id, count(*) AS links FROM sides s JOIN others o ON o.id = s.other GROUP BY s.one
    ),
    seen AS (
        SELECT c.media_id AS id, count(*) AS clues FROM clue c
        WHERE c.media_id = ANY (mine) AND c.state <> 'rejected' GROUP BY c.media_id
    )
    SELECT m.id, coalesce(seen.clues, 0), coalesce(linked.links, 0)
    FROM unnest(mine) AS m (id) LEFT JOIN seen USING (id) LEFT JOIN linked USING (id);
END
$$;

-- For series that the officer may see (`series` decides that): shown media, who brought them, clues that stand and wait,
-- and the newest answer to where, as far as its policy shows it: the own agency's, or of a series that is shown whole.
CREATE FUNCTION sl_series_facts(wanted bigint[])
RETURNS TABLE (series_id bigint, media bigint, agencies text[], clues bigint, waiting bigint, country text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET plan_cache_mode = force_custom_plan SET jit = off AS $$
DECLARE
    shown bigint[] := sl_shown();
    own text[] := ARRAY(SELECT 'officer:' || o.id FROM officer o WHERE o.agency = sl_agency());
BEGIN
    RETURN QUERY
    WITH inside AS MATERIALIZED (
        SELECT DISTINCT m.series_id AS number, m.media_id AS id, f.agency
        FROM series_media m JOIN media_file f ON f.media_id = m.media_id AND f.contribution_id = ANY (shown)
        WHERE m.series_id = ANY (wanted) AND m.removed_at IS NULL AND EXISTS (
            SELECT FROM media_file g
            WHERE g.media_id = m.media_id AND g.agency = m.agency AND g.contribution_id = ANY (shown)
        )
    ),
    brought AS (
        SELECT i.number, count(DISTINCT i.id) AS media, array_agg(DISTINCT i.agency ORDER BY i.agency) AS agencies
        FROM inside i GROUP BY i.number
    ),
    seen AS (
        SELECT i.number, count(*) FILTER (WHERE c.state <> 'rejected') AS clues,
            count(*) FILTER (WHERE c.state = 'proposed') AS waiting
        FROM (SELECT DISTINCT o.number, o.id FROM inside o) i JOIN clue c ON c.media_id = i.id GROUP BY i.number
    )
    SELECT w.id, coalesce(b.media, 0), coalesce(b.agencies, '{}'), coalesce(s.clues, 0), coalesce(s.waiting, 0), (
        SELECT h.country FROM hypothesis h
        WHERE h.series_id = w.id AND (
            h.made_by = ANY (own)
            OR coalesce(b.media, 0) = (
                SELECT count(*) FROM series_media m WHERE m.series_id = w.id AND m.removed_at IS NULL
            )
        )
        ORDER BY h.id DESC LIMIT 1
    )
    FROM unnest(wanted) AS w (id) LEFT JOIN brought b ON b.number = w.id LEFT JOIN seen s ON s.number = w.id;
END
$$;

-- Every shown file of an operation, counted by contribution and outcome.
CREATE FUNCTION sl_outcomes(of_operation bigint)
RETURNS TABLE (contribution_id bigint, state text, code text, why text, files bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET plan_cache_mode = force_custom_plan SET jit = off AS $$
DECLARE
    shown bigint[] := sl_shown();
BEGIN
    RETURN QUERY
    SELECT f.contribution_id, coalesce(m.state, 'refused'), coalesce(f.refusal_code, m.refusal_code),
        min(coalesce(f.refusal, m.refusal)), count(*)
    FROM contribution c JOIN media_file f ON f.contribution_id = c.id LEFT JOIN media m ON m.id = f.media_id
    WHERE c.operation_id = of_operation AND c.id = ANY (shown)
    GROUP BY 1, 2, 3;
END
$$;

-- Links in the order in which they are judged: strongest first. Only both sides shown, and only as far as is asked.
CREATE FUNCTION sl_rank(strength text) RETURNS integer LANGUAGE sql IMMUTABLE
    RETURN CASE strength WHEN 'verified' THEN 2 WHEN 'possible' THEN 1 ELSE 0 END;
CREATE INDEX link_order_idx ON link (sl_rank(strength) DESC, score DESC, id);
CREATE INDEX link_order_waiting_idx ON link (sl_rank(strength) DESC, score DESC, id) WHERE verdict IS NULL;

-- Read in that order and stopped early: never a join over all links.
CREATE FUNCTION sl_links(
    of_operation bigint, of_series bigint, of_media bigint, of_kind text, of_strength text, said text, undecided boolean,
    after_rank integer, after_score double precision, after_id bigint, most integer
) RETURNS SETOF bigint LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public SET plan_cache_mode = force_custom_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET jit = off AS $$
DECLARE
    shown bigint[] := sl_shown();
    inside bigint[] := shown;
    mine bigint[];
BEGIN
    IF of_operation IS NOT NULL THEN
        inside := ARRAY(SELECT c.id FROM contribution c WHERE c.id = ANY (shown) AND c.operation_id = of_operation);
    END IF;
    IF of_series IS NOT NULL THEN
        mine := ARRAY(
            SELECT m.media_id FROM series_media m
            WHERE m.series_id = of_series AND m.removed_at IS NULL AND EXISTS (
                SELECT FROM media_file f
                WHERE f.media_id = m.media_id AND f.agency = m.agency AND f.contribution_id = ANY (shown)
            )
        );
    ELSIF of_media IS NOT NULL THEN
        mine := ARRAY[of_media];
    END IF;
    IF mine IS NULL THEN
        RETURN QUERY
        SELECT l.id FROM link l
        WHERE (NOT undecided OR l.verdict IS NULL)
            AND (said IS NULL OR l.verdict = said)
            AND (of_kind IS NULL OR l.kind = of_kind)
            AND (of_strength IS NULL OR l.strength = of_strength)
            AND (after_rank IS NULL OR sl_rank(l.strength) < after_rank OR (sl_rank(l.strength) = after_rank
                AND (l.score < after_score OR (l.score = after_score AND l.id > after_id))))
            AND EXISTS (
                SELECT FROM media_file f WHERE f.media_id = l.left_media AND f.contribution_id = ANY (inside) OFFSET 0
            )
            AND EXISTS (
                SELECT FROM media_file f WHERE f.media_id = l.right_media AND f.contribution_id = ANY (shown) OFFSET 0
            )
        ORDER BY sl_rank(l.strength) DESC, l.score DESC, l.id LIMIT most;
    ELSE
        RETURN QUERY
        SELECT l.id FROM (
            SELECT a.* FROM link a WHERE a.left_media = ANY (mine)
            UNION ALL
            SELECT b.* FROM link b WHERE b.right_media = ANY (mine) AND NOT b.left_media = ANY (mine)
        ) l
        WHERE (NOT undecided OR l.verdict IS NULL)
            AND (said IS NULL OR l.verdict = said)
            AND (of_kind IS NULL OR l.kind = of_kind)
            AND (of_strength IS NULL OR l.strength = of_strength)
            AND (after_rank IS NULL OR sl_rank(l.strength) < after_rank OR (sl_rank(l.strength) = after_rank
                AND (l.score < after_score OR (l.score = after_score AND l.id > after_id))))
            AND EXISTS (
                SELECT FROM media_file f WHERE f.media_id = l.left_media AND f.contribution_id = ANY (inside) OFFSET 0
            )
            AND EXISTS (
                SELECT FROM media_file f WHERE f.media_id = l.right_media AND f.contribution_id = ANY (shown) OFFSET 0
            )
        ORDER BY sl_rank(l.strength) DESC, l.score DESC, l.id LIMIT most;
    END IF;
END
$$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['sl_shown', 'sl_grid', 'sl_cells', 'sl_series_facts', 'sl_outcomes', 'sl_links'] LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %I FROM public', name);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %I TO sightline_app, sightline_worker', name);
    END LOOP;
END
$$;
