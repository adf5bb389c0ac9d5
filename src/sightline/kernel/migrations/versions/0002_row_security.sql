-- The two roles of the program. Neither owns a table, so neither can step around the policies below.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sightline_app') THEN
        CREATE ROLE sightline_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sightline_worker') THEN
        CREATE ROLE sightline_worker LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
END
$$;

-- An owner that is no superuser must be a member of the roles it works as.
GRANT sightline_app, sightline_worker TO CURRENT_USER;

GRANT SELECT, INSERT, UPDATE ON
    agency, officer, operation, operation_agency, contribution, media_file, series, series_media, series_event,
    link, clue, hypothesis, lead, lead_received, lead_answer, package_serial, package_seen,
    partner, permission, media_mask
    TO sightline_app, sightline_worker;
GRANT SELECT ON media, feature TO sightline_app;
GRANT SELECT, INSERT, UPDATE ON media, feature, matched TO sightline_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON
    procrastinate_jobs, procrastinate_events, procrastinate_workers, procrastinate_periodic_defers
    TO sightline_app, sightline_worker;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO sightline_app, sightline_worker;
-- Custody: entries can be added, and nothing can be changed or taken away.
GRANT INSERT ON custody_entry TO sightline_app;
GRANT SELECT, INSERT ON custody_entry, custody_leaf, custody_checkpoint TO sightline_worker;

-- Who is asking, as agencies/access.py set it for this transaction.
CREATE FUNCTION sl_agency() RETURNS text LANGUAGE sql STABLE
    RETURN nullif(current_setting('sightline.agency', true), '');

CREATE FUNCTION sl_member(operation bigint) RETURNS boolean LANGUAGE sql STABLE
    RETURN EXISTS (SELECT FROM operation_agency m WHERE m.operation_id = operation AND m.agency = sl_agency());

-- A content may be here already without the officer being allowed to know it; entering it again must not tell.
CREATE FUNCTION sl_receive_media(content_sha256 bytea, content_md5 bytea, content_sha1 bytea, content_size bigint, moment timestamptz)
RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    number bigint;
BEGIN
    INSERT INTO media (sha256, md5, sha1, size, state, received_at)
    VALUES (content_sha256, content_md5, content_sha1, content_size, 'received', moment)
    ON CONFLICT (sha256) DO NOTHING
    RETURNING id INTO number;
    IF number IS NOT NULL THEN
        RETURN jsonb_build_object('id', number, 'new', true);
    END IF;
    SELECT id INTO number FROM media WHERE sha256 = content_sha256;
    RETURN jsonb_build_object('id', number, 'new', false);
END
$$;
REVOKE ALL ON FUNCTION sl_receive_media FROM public;
GRANT EXECUTE ON FUNCTION sl_receive_media TO sightline_app, sightline_worker;

-- Contributions: their own agency sees them; others from level 1 (matches only) upwards, inside the operation.
ALTER TABLE contribution ENABLE ROW LEVEL SECURITY;
CREATE POLICY contribution_see ON contribution FOR SELECT TO sightline_app
    USING (agency = sl_agency() OR (level >= 1 AND sl_member(operation_id)));
CREATE POLICY contribution_add ON contribution FOR INSERT TO sightline_app
    WITH CHECK (sl_member(operation_id));
CREATE POLICY contribution_change ON contribution FOR UPDATE TO sightline_app
    USING (agency = sl_agency()) WITH CHECK (agency = sl_agency());

-- All below follows from the contributions an officer may see.
ALTER TABLE media_file ENABLE ROW LEVEL SECURITY;
CREATE POLICY media_file_see ON media_file FOR SELECT TO sightline_app
    USING (EXISTS (SELECT FROM contribution c WHERE c.id = contribution_id));
CREATE POLICY media_file_add ON media_file FOR INSERT TO sightline_app
    WITH CHECK (EXISTS (SELECT FROM contribution c WHERE c.id = contribution_id AND c.agency = media_file.agency));

ALTER TABLE media ENABLE ROW LEVEL SECURITY;
CREATE POLICY media_see ON media FOR SELECT TO sightline_app
    USING (EXISTS (SELECT FROM media_file f WHERE f.media_id = media.id));

ALTER TABLE feature ENABLE ROW LEVEL SECURITY;
CREATE POLICY feature_see ON feature FOR SELECT TO sightline_app
    USING (EXISTS (SELECT FROM media_file f WHERE f.media_id = feature.media_id));

ALTER TABLE media_mask ENABLE ROW LEVEL SECURITY;
CREATE POLICY media_mask_see ON media_mask FOR ALL TO sightline_app
    USING (EXISTS (SELECT FROM media_file f WHERE f.media_id = media_mask.media_id))
    WITH CHECK (EXISTS (SELECT FROM media_file f WHERE f.media_id = media_mask.media_id));

ALTER TABLE series_media ENABLE ROW LEVEL SECURITY;
CREATE POLICY series_media_see ON series_media FOR ALL TO sightline_app
    USING (EXISTS (SELECT FROM media_file f WHERE f.media_id = series_media.media_id))
    WITH CHECK (EXISTS (SELECT FROM media_file f WHERE f.media_id = series_media.media_id));

ALTER TABLE series ENABLE ROW LEVEL SECURITY;
CREATE POLICY series_see ON series FOR ALL TO sightline_app
    USING (
        sl_member(operation_id)
        AND (
            (SELECT o.agency FROM officer o WHERE o.id = created_by) = sl_agency()
            OR EXISTS (SELECT FROM series_media m WHERE m.series_id = series.id)
        )
    )
    WITH CHECK (sl_member(operation_id));

ALTER TABLE series_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY series_event_see ON series_event FOR ALL TO sightline_app
    USING (EXISTS (SELECT FROM series s WHERE s.id = series_id))
    WITH CHECK (EXISTS (SELECT FROM series s WHERE s.id = series_id));

ALTER TABLE link ENABLE ROW LEVEL SECURITY;
CREATE POLICY link_see ON link FOR ALL TO sightline_app
    USING (
        EXISTS (SELECT FROM media_file f WHERE f.media_id = left_media)
        AND EXISTS (SELECT FROM media_file f WHERE f.media_id = right_media)
    );

ALTER TABLE clue ENABLE ROW LEVEL SECURITY;
CREATE POLICY clue_see ON clue FOR ALL TO sightline_app
    USING (
        EXISTS (SELECT FROM series s WHERE s.id = series_id)
        OR EXISTS (SELECT FROM media_file f WHERE f.media_id = clue.media_id)
    );

ALTER TABLE hypothesis ENABLE ROW LEVEL SECURITY;
CREATE POLICY hypothesis_see ON hypothesis FOR ALL TO sightline_app
    USING (EXISTS (SELECT FROM series s WHERE s.id = series_id));

ALTER TABLE lead ENABLE ROW LEVEL SECURITY;
CREATE POLICY lead_see ON lead FOR ALL TO sightline_app
    USING (EXISTS (SELECT FROM series s WHERE s.id = series_id));

-- The machine works on everybody's material; what it finds is shown to each officer through the policies above.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'contribution', 'media_file', 'media', 'feature', 'series', 'series_media', 'series_event', 'link', 'clue',
        'hypothesis', 'lead', 'media_mask'
    ] LOOP
        EXECUTE format('CREATE POLICY machine ON %I FOR ALL TO sightline_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;
