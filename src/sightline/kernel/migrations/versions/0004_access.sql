-- Who is asking, as agencies/access.py set it for this transaction: besides the agency, the officer, the roles and why.
CREATE FUNCTION sl_officer() RETURNS bigint LANGUAGE sql STABLE
    RETURN nullif(current_setting('sightline.officer', true), '')::bigint;

CREATE FUNCTION sl_has(VARIADIC wanted text[]) RETURNS boolean LANGUAGE sql STABLE
    RETURN coalesce(string_to_array(current_setting('sightline.roles', true), ',') && wanted, false);

CREATE FUNCTION sl_today() RETURNS date LANGUAGE sql STABLE
    RETURN (now() AT TIME ZONE 'UTC')::date;

-- The most that the officer's roles let through, of the own agency's material and of others'. No purpose: nothing.
CREATE FUNCTION sl_reach(own boolean) RETURNS smallint LANGUAGE sql STABLE
    RETURN CASE
        WHEN coalesce(trim(current_setting('sightline.purpose', true)), '') = '' THEN 0
        WHEN sl_has('specialist', 'coordinator', 'releaser') THEN 4
        WHEN own AND sl_has('contributor') THEN 4
        WHEN sl_has('auditor') THEN 2
        ELSE 0
    END;

-- Before the first officer is there, whoever holds the machine enters agencies and that officer.
CREATE FUNCTION sl_founding() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    RETURN NOT EXISTS (SELECT FROM officer);

-- May the asking officer enter and change officers of this agency? An administrator: of the own one, and of an agency
-- that has no administrator yet.
CREATE FUNCTION sl_administers(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    RETURN sl_has('administrator') AND (
        wanted = sl_agency()
        OR NOT EXISTS (SELECT FROM officer o WHERE o.agency = wanted AND o.active AND 'administrator' = ANY (o.roles))
    );

CREATE FUNCTION sl_operations() RETURNS SETOF bigint LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
ROWS 5 AS $$
BEGIN
    RETURN QUERY SELECT m.operation_id FROM operation_agency m WHERE m.agency = sl_agency();
END
$$;

CREATE OR REPLACE FUNCTION sl_member(operation bigint) RETURNS boolean LANGUAGE sql STABLE
    RETURN operation IN (SELECT sl_operations());

-- The agencies one works with: the own one, and those of the operations it takes part in.
CREATE FUNCTION sl_neighbours() RETURNS SETOF text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public
ROWS 20 AS $$
BEGIN
    RETURN QUERY
    SELECT sl_agency() WHERE sl_agency() IS NOT NULL
    UNION
    SELECT other.agency FROM operation_agency mine JOIN operation_agency other USING (operation_id)
    WHERE mine.agency = sl_agency();
END
$$;

-- A grant: what one agency of the operation, or all of them (to_agency NULL), may see of a contribution.
CREATE TABLE access_grant (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    contribution_id BIGINT NOT NULL,
    owner TEXT NOT NULL,
    to_agency TEXT,
    level SMALLINT NOT NULL,
    purpose TEXT NOT NULL,
    until DATE NOT NULL,
    onward BOOLEAN NOT NULL,
    given_by BIGINT NOT NULL,
    given_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revoked_by BIGINT,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT access_grant_pkey PRIMARY KEY (id),
    CONSTRAINT access_grant_contribution_id_fkey FOREIGN KEY(contribution_id) REFERENCES contribution (id),
    CONSTRAINT access_grant_owner_fkey FOREIGN KEY(owner) REFERENCES agency (code),
    CONSTRAINT access_grant_to_agency_fkey FOREIGN KEY(to_agency) REFERENCES agency (code),
    CONSTRAINT access_grant_given_by_fkey FOREIGN KEY(given_by) REFERENCES officer (id),
    CONSTRAINT access_grant_revoked_by_fkey FOREIGN KEY(revoked_by) REFERENCES officer (id),
    CONSTRAINT access_grant_level_check CHECK (level BETWEEN 1 AND 4),
    CONSTRAINT access_grant_purpose_check CHECK (trim(purpose) <> ''),
    CONSTRAINT access_grant_to_agency_check CHECK (to_agency <> owner)
);
CREATE INDEX access_grant_contribution_id_idx ON access_grant (contribution_id) WHERE revoked_at IS NULL;

-- What is stated at intake becomes the first grant, to the whole operation, in the same statement as the contribution.
CREATE FUNCTION sl_first_grant() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    INSERT INTO access_grant (contribution_id, owner, to_agency, level, purpose, until, onward, given_by, given_at)
    VALUES (
        NEW.id, NEW.agency, NULL, NEW.level, 'stated at intake', NEW.review,
        NEW.handling IN ('H0', 'H1') AND NEW.tlp IN ('TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER'),
        NEW.created_by, NEW.created_at
    );
    PERFORM sl_keep_shown();
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION sl_first_grant FROM public;
CREATE TRIGGER contribution_is_granted AFTER INSERT ON contribution
    FOR EACH ROW WHEN (NEW.level > 0) EXECUTE FUNCTION sl_first_grant();
INSERT INTO access_grant (contribution_id, owner, to_agency, level, purpose, until, onward, given_by, given_at)
SELECT c.id, c.agency, NULL, c.level, 'stated at intake', c.review,
    c.handling IN ('H0', 'H1') AND c.tlp IN ('TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER'), c.created_by, c.created_at
FROM contribution c WHERE c.level > 0;

-- The sharing rule: what others' contributions an agency is shown, by grants that hold today. All else asks this.
-- (No SECURITY DEFINER, so that the planner takes it into whatever asks; an officer's own query finds nothing through it.)
CREATE FUNCTION sl_shared_with(me text, today date)
RETURNS TABLE (id bigint, level smallint, onward boolean) LANGUAGE sql STABLE AS $$
    SELECT c.id,
        -- TLP:RED is for named receivers: a grant to the whole operation lets no more through than matches.
        max(CASE WHEN c.tlp = 'TLP:RED' AND g.to_agency IS NULL THEN 1::smallint ELSE g.level END),
        bool_or(g.onward)
    FROM public.access_grant g
    JOIN public.contribution c ON c.id = g.contribution_id
    JOIN public.operation_agency m ON m.operation_id = c.operation_id AND m.agency = me
    WHERE c.agency <> me AND c.review >= today
        AND g.revoked_at IS NULL AND g.until >= today AND (g.to_agency IS NULL OR g.to_agency = me)
    GROUP BY c.id
$$;

-- Every contribution the officer has to do with, and the level it is seen at.
-- shown: whether its files are there at all. An owner whose review date has passed still sees the rows, and no picture.
CREATE FUNCTION sl_contributions() RETURNS TABLE (id bigint, level smallint, shown boolean, onward boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public ROWS 20 COST 10 AS $$
DECLARE
    me text := sl_agency();
    own smallint := sl_reach(true);
    others smallint := sl_reach(false);
    today date := sl_today();
BEGIN
    RETURN QUERY
    SELECT c.id, CASE WHEN c.review < today THEN least(own, 1::smallint) ELSE own END, own > 0, true
    FROM contribution c
    WHERE c.agency = me
    UNION ALL
    SELECT s.id, least(others, s.level), least(others, s.level) >= 2, s.onward
    FROM sl_shared_with(me, today) s
    WHERE others > 0;
END
$$;

-- The numbers of others' contributions that are shown, kept for one transaction: so no query asks for them again.
-- Whatever changes them in the same transaction keeps them anew.
CREATE FUNCTION sl_keep_shown() RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF public.sl_reach(false) < 2 THEN
        RETURN set_config('sightline.shown', '', true);
    END IF;
    RETURN set_config('sightline.shown', coalesce((
        SELECT string_agg(s.id::text, ',') FROM public.sl_shared_with(public.sl_agency(), public.sl_today()) s
        WHERE s.level >= 2
    ), ''), true);
END
$$;

CREATE FUNCTION sl_others_shown() RETURNS bigint[] LANGUAGE sql STABLE
    RETURN CASE WHEN sl_reach(false) > 0 THEN string_to_array(current_setting('sightline.shown', true), ',')::bigint[] END;

-- The conditions under which the officer sees these media: one row for each contribution that shows one of them.
CREATE FUNCTION sl_terms(wanted bigint[])
RETURNS TABLE (media_id bigint, owner text, handling text, tlp text, review date, level smallint, onward boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    RETURN QUERY
    SELECT DISTINCT f.media_id, c.agency, c.handling, c.tlp, c.review, s.level, s.onward
    FROM media_file f
    JOIN sl_contributions() s ON s.id = f.contribution_id AND s.shown
    JOIN contribution c ON c.id = s.id
    WHERE f.media_id = ANY (wanted);
END
$$;

-- From whose material a media came into a series. Two agencies may hold the same content: whoever sees it through the one
-- must not learn of the other's series. Filled by itself: the own agency's where it holds the content, else whose it is.
ALTER TABLE series_media ADD COLUMN agency TEXT;
UPDATE series_media m SET agency = (
    SELECT f.agency FROM media_file f WHERE f.media_id = m.media_id
    ORDER BY f.agency <> (SELECT o.agency FROM series s JOIN officer o ON o.id = s.created_by WHERE s.id = m.series_id), f.id
    LIMIT 1
);
ALTER TABLE series_media ADD CONSTRAINT series_media_agency_fkey FOREIGN KEY (agency) REFERENCES agency (code);
CREATE FUNCTION sl_brought() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
    NEW.agency := coalesce(NEW.agency, (
        SELECT f.agency FROM media_file f WHERE f.media_id = NEW.media_id ORDER BY f.agency <> sl_agency(), f.id LIMIT 1
    ));
    RETURN NEW;
END
$$;
CREATE TRIGGER series_media_brought BEFORE INSERT ON series_media FOR EACH ROW EXECUTE FUNCTION sl_brought();

-- Whether the officer sees every media of a series: what was made of all of them is shown to nobody who does not.
CREATE FUNCTION sl_whole_series(wanted bigint) RETURNS boolean LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public AS $$
BEGIN
    RETURN NOT EXISTS (
        SELECT FROM series_media m
        WHERE m.series_id = wanted AND m.removed_at IS NULL AND NOT EXISTS (
            SELECT FROM media_file f
            WHERE f.media_id = m.media_id AND f.agency = m.agency
                AND (
                    (f.agency = sl_agency() AND sl_reach(true) > 0) OR f.contribution_id IN (SELECT unnest(sl_others_shown()))
                )
        )
    );
END
$$;

-- Matches only: that a media of the own agency matches something the officer may not see, and whose it is. No more.
CREATE TABLE match_question (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    officer BIGINT NOT NULL,
    agency TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT match_question_pkey PRIMARY KEY (id),
    CONSTRAINT match_question_officer_fkey FOREIGN KEY(officer) REFERENCES officer (id),
    CONSTRAINT match_question_agency_fkey FOREIGN KEY(agency) REFERENCES agency (code)
);
CREATE INDEX match_question_agency_at_idx ON match_question (agency, at);

CREATE FUNCTION sl_matches() RETURNS TABLE (media_id bigint, kind text, strength text, owner text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    RETURN QUERY
    WITH seen AS MATERIALIZED (SELECT s.id, s.level, s.shown FROM sl_contributions() s),
    shown AS MATERIALIZED (
        SELECT f.media_id, bool_or(f.agency = sl_agency()) AS mine
        FROM media_file f JOIN seen s ON s.id = f.contribution_id AND s.shown
        WHERE f.media_id IS NOT NULL GROUP BY f.media_id
    ),
    sides AS (
        SELECT l.left_media AS mine, l.right_media AS other, l.kind, l.strength FROM link l
        WHERE l.verdict IS DISTINCT FROM 'rejected'
        UNION ALL
        SELECT l.right_media, l.left_media, l.kind, l.strength FROM link l
        WHERE l.verdict IS DISTINCT FROM 'rejected'
    )
    SELECT DISTINCT s.mine, s.kind, s.strength, f.agency
    FROM sides s
    JOIN shown m ON m.media_id = s.mine AND m.mine
    JOIN media_file f ON f.media_id = s.other
    JOIN seen c ON c.id = f.contribution_id AND c.level >= 1
    WHERE f.agency <> sl_agency() AND s.strength <> 'similar look'
        AND NOT EXISTS (SELECT FROM shown v WHERE v.media_id = s.other)
    ORDER BY 1, 4, 2;
END
$$;
REVOKE ALL ON FUNCTION sl_founding, sl_administers, sl_operations, sl_neighbours, sl_contributions, sl_keep_shown,
    sl_terms, sl_whole_series, sl_matches FROM public;
GRANT EXECUTE ON FUNCTION sl_founding, sl_administers, sl_operations, sl_neighbours, sl_contributions, sl_keep_shown,
    sl_terms, sl_whole_series, sl_matches TO sightline_app, sightline_worker;

GRANT SELECT, INSERT, UPDATE ON access_grant TO sightline_app;
GRANT SELECT, INSERT ON match_question TO sightline_app;
GRANT SELECT, INSERT, UPDATE ON access_grant, match_question TO sightline_worker;
ALTER TABLE access_grant ENABLE ROW LEVEL SECURITY;
CREATE POLICY access_grant_see ON access_grant FOR SELECT TO sightline_app
    USING (
        owner = (SELECT sl_agency())
        OR ((to_agency IS NULL OR to_agency = (SELECT sl_agency())) AND contribution_id IN (SELECT id FROM contribution))
    );
CREATE POLICY access_grant_add ON access_grant FOR INSERT TO sightline_app
    WITH CHECK (
        owner = (SELECT sl_agency()) AND given_by = (SELECT sl_officer()) AND (SELECT sl_has('coordinator', 'releaser'))
        AND contribution_id IN (SELECT c.id FROM contribution c WHERE c.agency = (SELECT sl_agency()))
    );
CREATE POLICY access_grant_change ON access_grant FOR UPDATE TO sightline_app
    USING (owner = (SELECT sl_agency()) AND (SELECT sl_has('coordinator', 'releaser')))
    WITH CHECK (owner = (SELECT sl_agency()) AND revoked_at IS NOT NULL);
ALTER TABLE match_question ENABLE ROW LEVEL SECURITY;
CREATE POLICY match_question_own ON match_question FOR ALL TO sightline_app
    USING (agency = (SELECT sl_agency()))
    WITH CHECK (agency = (SELECT sl_agency()) AND officer = (SELECT sl_officer()));

-- The policies of before, with levels. Each asks once a statement and not once a row: that is what (SELECT ...) does.
DROP POLICY contribution_see ON contribution;
DROP POLICY contribution_add ON contribution;
DROP POLICY contribution_change ON contribution;
CREATE POLICY contribution_see ON contribution FOR SELECT TO sightline_app
    USING ((agency = (SELECT sl_agency()) AND (SELECT sl_reach(true)) > 0) OR id IN (SELECT unnest(sl_others_shown())));
CREATE POLICY contribution_add ON contribution FOR INSERT TO sightline_app
    WITH CHECK (
        operation_id IN (SELECT sl_operations())
        AND ((agency = (SELECT sl_agency()) AND (SELECT sl_has('contributor'))) OR (SELECT sl_has('coordinator')))
        AND created_by = (SELECT sl_officer())
    );
CREATE POLICY contribution_change ON contribution FOR UPDATE TO sightline_app
    USING (agency = (SELECT sl_agency()) AND (SELECT sl_has('contributor', 'coordinator')))
    WITH CHECK (agency = (SELECT sl_agency()));

DROP POLICY media_file_see ON media_file;
DROP POLICY media_file_add ON media_file;
CREATE POLICY media_file_see ON media_file FOR SELECT TO sightline_app
    USING (
        (agency = (SELECT sl_agency()) AND (SELECT sl_reach(true)) > 0) OR contribution_id IN (SELECT unnest(sl_others_shown()))
    );
CREATE POLICY media_file_add ON media_file FOR INSERT TO sightline_app
    WITH CHECK (
        EXISTS (SELECT FROM contribution c WHERE c.id = contribution_id AND c.agency = media_file.agency)
        AND ((agency = (SELECT sl_agency()) AND (SELECT sl_has('contributor'))) OR (SELECT sl_has('coordinator')))
    );

-- A row at a time, by index: OFFSET 0 keeps the planner from reading a whole table to answer for one row, which took
-- longer the more there is, and longer for what is hidden than for what is not there.
DROP POLICY media_see ON media;
CREATE POLICY media_see ON media FOR SELECT TO sightline_app
    USING (EXISTS (SELECT FROM media_file f WHERE f.media_id = media.id OFFSET 0));
DROP POLICY feature_see ON feature;
CREATE POLICY feature_see ON feature FOR SELECT TO sightline_app
    USING (EXISTS (SELECT FROM media_file f WHERE f.media_id = feature.media_id OFFSET 0));
DROP POLICY media_mask_see ON media_mask;
CREATE POLICY media_mask_see ON media_mask FOR ALL TO sightline_app
    USING (EXISTS (SELECT FROM media_file f WHERE f.media_id = media_mask.media_id OFFSET 0));
DROP POLICY series_media_see ON series_media;
CREATE POLICY series_media_see ON series_media FOR ALL TO sightline_app
    USING (
        EXISTS (SELECT FROM media_file f WHERE f.media_id = series_media.media_id AND f.agency = series_media.agency OFFSET 0)
    );
DROP POLICY series_event_see ON series_event;
CREATE POLICY series_event_see ON series_event FOR ALL TO sightline_app
    USING (EXISTS (SELECT FROM series s WHERE s.id = series_id OFFSET 0));
DROP POLICY link_see ON link;
CREATE POLICY link_see ON link FOR ALL TO sightline_app
    USING (
        EXISTS (SELECT FROM media_file f WHERE f.media_id = left_media OFFSET 0)
        AND EXISTS (SELECT FROM media_file f WHERE f.media_id = right_media OFFSET 0)
    );

CREATE INDEX series_media_series_id_idx ON series_media (series_id);
DROP POLICY series_see ON series;
CREATE POLICY series_see ON series FOR ALL TO sightline_app
    USING (
        operation_id IN (SELECT sl_operations())
        AND (
            (
                created_by IN (SELECT o.id FROM officer o WHERE o.agency = (SELECT sl_agency()))
                AND (SELECT sl_reach(true)) > 0
            )
            OR EXISTS (SELECT FROM series_media m WHERE m.series_id = series.id OFFSET 0)
        )
    )
    WITH CHECK (operation_id IN (SELECT sl_operations()));

-- A clue of a media one may not see stays hidden, whatever series it is in.
DROP POLICY clue_see ON clue;
CREATE POLICY clue_see ON clue FOR ALL TO sightline_app
    USING (
        CASE
            WHEN media_id IS NULL THEN EXISTS (SELECT FROM series s WHERE s.id = series_id OFFSET 0)
            ELSE EXISTS (SELECT FROM media_file f WHERE f.media_id = clue.media_id OFFSET 0)
        END
    );

-- What was made of a whole series is seen by who sees all of it, and a lead by the agency that composes it.
DROP POLICY hypothesis_see ON hypothesis;
CREATE POLICY hypothesis_see ON hypothesis FOR ALL TO sightline_app
    USING (
        EXISTS (SELECT FROM series s WHERE s.id = series_id OFFSET 0)
        AND (
            made_by IN (
                SELECT 'officer:' || o.id FROM officer o WHERE o.agency = (SELECT sl_agency())
            )
            OR sl_whole_series(series_id)
        )
    )
    WITH CHECK (EXISTS (SELECT FROM series s WHERE s.id = series_id));
DROP POLICY lead_see ON lead;
CREATE POLICY lead_see ON lead FOR ALL TO sightline_app
    USING (
        EXISTS (SELECT FROM series s WHERE s.id = series_id OFFSET 0)
        AND (
            created_by IN (SELECT o.id FROM officer o WHERE o.agency = (SELECT sl_agency()))
            OR sl_whole_series(series_id)
        )
    )
    WITH CHECK (EXISTS (SELECT FROM series s WHERE s.id = series_id));

-- Nothing at all is there for nobody: the tables that had no policy.
ALTER TABLE agency ENABLE ROW LEVEL SECURITY;
CREATE POLICY agency_see ON agency FOR SELECT TO sightline_app
    USING ((SELECT sl_agency()) IS NOT NULL OR (SELECT sl_founding()));
CREATE POLICY agency_add ON agency FOR INSERT TO sightline_app
    WITH CHECK ((SELECT sl_has('administrator')) OR (SELECT sl_founding()));
CREATE POLICY agency_change ON agency FOR UPDATE TO sightline_app USING ((SELECT sl_administers(code)));

ALTER TABLE officer ENABLE ROW LEVEL SECURITY;
CREATE POLICY officer_see ON officer FOR SELECT TO sightline_app
    USING (agency IN (SELECT sl_neighbours()) OR (SELECT sl_has('administrator')) OR (SELECT sl_founding()));
CREATE POLICY officer_add ON officer FOR INSERT TO sightline_app
    WITH CHECK (sl_administers(agency) OR (SELECT sl_founding()));
CREATE POLICY officer_change ON officer FOR UPDATE TO sightline_app
    USING (sl_administers(agency)) WITH CHECK (sl_administers(agency));

ALTER TABLE operation ADD COLUMN created_by BIGINT DEFAULT sl_officer();
ALTER TABLE operation ADD CONSTRAINT operation_created_by_fkey FOREIGN KEY(created_by) REFERENCES officer (id);
ALTER TABLE operation ENABLE ROW LEVEL SECURITY;
CREATE POLICY operation_see ON operation FOR SELECT TO sightline_app
    USING (id IN (SELECT sl_operations()) OR host = (SELECT sl_agency()) OR created_by = (SELECT sl_officer()));
CREATE POLICY operation_add ON operation FOR INSERT TO sightline_app
    WITH CHECK ((SELECT sl_has('coordinator', 'administrator')) AND created_by = (SELECT sl_officer()));
CREATE POLICY operation_change ON operation FOR UPDATE TO sightline_app
    USING (host = (SELECT sl_agency()) AND (SELECT sl_has('coordinator', 'administrator')));

ALTER TABLE operation_agency ENABLE ROW LEVEL SECURITY;
CREATE POLICY operation_agency_see ON operation_agency FOR SELECT TO sightline_app
    USING (operation_id IN (SELECT id FROM operation));
CREATE POLICY operation_agency_add ON operation_agency FOR INSERT TO sightline_app
    WITH CHECK (
        (SELECT sl_has('coordinator', 'administrator'))
        AND operation_id IN (
            SELECT o.id FROM operation o WHERE o.host = (SELECT sl_agency()) OR o.created_by = (SELECT sl_officer())
        )
    );

ALTER TABLE permission ENABLE ROW LEVEL SECURITY;
CREATE POLICY permission_see ON permission FOR ALL TO sightline_app USING (owner IN (SELECT sl_neighbours()));
ALTER TABLE lead_received ENABLE ROW LEVEL SECURITY;
CREATE POLICY lead_received_own ON lead_received FOR ALL TO sightline_app
    USING (opened_by IN (SELECT o.id FROM officer o WHERE o.agency = (SELECT sl_agency())));
ALTER TABLE lead_answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY lead_answer_see ON lead_answer FOR ALL TO sightline_app
    USING (
        lead_number IN (SELECT l.number FROM lead l) OR lead_number IN (SELECT r.number FROM lead_received r)
    )
    WITH CHECK ((SELECT sl_agency()) IS NOT NULL);

-- Custody: an officer's entries go into the log of the own agency and of no other.
-- The entry of a page of fifty fits a row as it is; compressing it and storing it apart cost more than keeping it.
ALTER TABLE custody_entry SET (toast_tuple_target = 8160);
ALTER TABLE custody_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY custody_entry_own ON custody_entry FOR INSERT TO sightline_app
    WITH CHECK (log = (SELECT sl_agency()) OR (SELECT sl_agency()) IS NULL);

-- Jobs: an officer sees those that the own agency asked for.
ALTER TABLE procrastinate_jobs ENABLE ROW LEVEL SECURITY;
CREATE POLICY procrastinate_jobs_see ON procrastinate_jobs FOR SELECT TO sightline_app
    USING (
        (SELECT sl_agency()) IS NOT NULL
        AND (
            args ->> 'asked_by' IS NULL
            OR args ->> 'asked_by' IN (SELECT o.handle FROM officer o WHERE o.agency = (SELECT sl_agency()))
        )
    );
CREATE POLICY procrastinate_jobs_add ON procrastinate_jobs FOR INSERT TO sightline_app
    WITH CHECK ((SELECT sl_agency()) IS NOT NULL);
ALTER TABLE procrastinate_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY procrastinate_events_see ON procrastinate_events FOR SELECT TO sightline_app
    USING (job_id IN (SELECT j.id FROM procrastinate_jobs j));
CREATE POLICY procrastinate_events_add ON procrastinate_events FOR INSERT TO sightline_app
    WITH CHECK ((SELECT sl_agency()) IS NOT NULL);
REVOKE ALL ON procrastinate_workers, procrastinate_periodic_defers FROM sightline_app;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['partner', 'package_serial', 'package_seen'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format(
            'CREATE POLICY somebody ON %I FOR ALL TO sightline_app USING ((SELECT sl_agency()) IS NOT NULL)', name
        );
    END LOOP;
    FOREACH name IN ARRAY ARRAY[
        'access_grant', 'match_question', 'agency', 'officer', 'operation', 'operation_agency', 'permission', 'partner',
        'lead_received', 'lead_answer', 'package_serial', 'package_seen', 'custody_entry', 'procrastinate_jobs',
        'procrastinate_events'
    ] LOOP
        EXECUTE format('CREATE POLICY machine ON %I FOR ALL TO sightline_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;

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

-- What officers show who they are with. The program's role for officers reaches none of these tables.
CREATE TABLE sign_in_password (
    officer BIGINT NOT NULL,
    hash TEXT NOT NULL,
    changed TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT sign_in_password_pkey PRIMARY KEY (officer),
    CONSTRAINT sign_in_password_officer_fkey FOREIGN KEY(officer) REFERENCES officer (id)
);
CREATE TABLE sign_in_code (
    officer BIGINT NOT NULL,
    secret TEXT NOT NULL,
    confirmed BOOLEAN NOT NULL,
    last_step BIGINT NOT NULL,
    CONSTRAINT sign_in_code_pkey PRIMARY KEY (officer),
    CONSTRAINT sign_in_code_officer_fkey FOREIGN KEY(officer) REFERENCES officer (id)
);
CREATE TABLE passkey (
    credential BYTEA NOT NULL,
    officer BIGINT NOT NULL,
    public_key BYTEA NOT NULL,
    sign_count BIGINT NOT NULL,
    name TEXT NOT NULL,
    added TIMESTAMP WITH TIME ZONE NOT NULL,
    used TIMESTAMP WITH TIME ZONE,
    CONSTRAINT passkey_pkey PRIMARY KEY (credential),
    CONSTRAINT passkey_officer_fkey FOREIGN KEY(officer) REFERENCES officer (id)
);
CREATE INDEX passkey_officer_idx ON passkey (officer);
CREATE TABLE sign_in_challenge (
    id BYTEA NOT NULL,
    officer BIGINT,
    kind TEXT NOT NULL,
    body JSONB NOT NULL,
    ends TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT sign_in_challenge_pkey PRIMARY KEY (id),
    CONSTRAINT sign_in_challenge_officer_fkey FOREIGN KEY(officer) REFERENCES officer (id)
);
CREATE TABLE officer_identity (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    officer BIGINT NOT NULL,
    added TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT officer_identity_pkey PRIMARY KEY (issuer, subject),
    CONSTRAINT officer_identity_officer_fkey FOREIGN KEY(officer) REFERENCES officer (id)
);
-- How often somebody tried: by what was typed, whether there is such an officer or not, and kept as a hash.
CREATE TABLE sign_in_attempt (
    typed BYTEA NOT NULL,
    failures INTEGER NOT NULL,
    next TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT sign_in_attempt_pkey PRIMARY KEY (typed)
);
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'sign_in_password', 'sign_in_code', 'passkey', 'sign_in_challenge', 'officer_identity', 'sign_in_attempt'
    ] LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO sightline_worker', name);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY machine ON %I FOR ALL TO sightline_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;
