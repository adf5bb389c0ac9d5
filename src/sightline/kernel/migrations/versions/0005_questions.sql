-- Questions to experts. The question is seen by those who ask and those it is offered to; an answer by who gave it, by
-- the two officers who let the question out, and, once they have answered themselves, by the others who answered.
CREATE TABLE question (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    agency TEXT NOT NULL,
    operation_id BIGINT,
    series_id BIGINT,
    clue_id BIGINT,
    origin TEXT,
    origin_package TEXT,
    crop BYTEA NOT NULL,
    words TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_by BIGINT NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    released_by BIGINT,
    released_at TIMESTAMP WITH TIME ZONE,
    expires TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT question_pkey PRIMARY KEY (id),
    CONSTRAINT question_agency_fkey FOREIGN KEY(agency) REFERENCES agency (code),
    CONSTRAINT question_operation_id_fkey FOREIGN KEY(operation_id) REFERENCES operation (id),
    CONSTRAINT question_series_id_fkey FOREIGN KEY(series_id) REFERENCES series (id),
    CONSTRAINT question_clue_id_fkey FOREIGN KEY(clue_id) REFERENCES clue (id),
    CONSTRAINT question_asked_by_fkey FOREIGN KEY(asked_by) REFERENCES officer (id),
    CONSTRAINT question_released_by_fkey FOREIGN KEY(released_by) REFERENCES officer (id),
    CONSTRAINT question_origin_package_key UNIQUE (origin_package),
    CONSTRAINT question_crop_check CHECK (octet_length(crop) = 32),
    CONSTRAINT question_state_check CHECK (state IN ('asked', 'released', 'closed', 'withdrawn')),
    -- Nobody lets out a question of their own.
    CONSTRAINT question_eyes_check CHECK (origin IS NOT NULL OR released_by IS DISTINCT FROM asked_by)
);
CREATE INDEX question_series_id_idx ON question (series_id);

CREATE TABLE question_offer (
    question_id BIGINT NOT NULL,
    agency TEXT NOT NULL,
    gain DOUBLE PRECISION NOT NULL,
    package TEXT,
    offered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT question_offer_pkey PRIMARY KEY (question_id, agency),
    CONSTRAINT question_offer_question_id_fkey FOREIGN KEY(question_id) REFERENCES question (id)
);

CREATE TABLE question_answer (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    question_id BIGINT NOT NULL,
    agency TEXT NOT NULL,
    officer_id BIGINT,
    package TEXT,
    said TEXT NOT NULL,
    country TEXT,
    confidence DOUBLE PRECISION,
    why TEXT NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT question_answer_pkey PRIMARY KEY (id),
    CONSTRAINT question_answer_question_id_officer_id_key UNIQUE (question_id, officer_id),
    CONSTRAINT question_answer_question_id_fkey FOREIGN KEY(question_id) REFERENCES question (id),
    CONSTRAINT question_answer_officer_id_fkey FOREIGN KEY(officer_id) REFERENCES officer (id),
    CONSTRAINT question_answer_said_check CHECK (said IN ('country', 'too common', 'not from here')),
    CONSTRAINT question_answer_country_check CHECK ((said <> 'too common') = (country IS NOT NULL)),
    CONSTRAINT question_answer_confidence_check CHECK ((said = 'country') = (confidence IS NOT NULL) AND confidence BETWEEN 0 AND 1),
    -- An answer comes from an officer here, or in a package from elsewhere.
    CONSTRAINT question_answer_from_check CHECK ((officer_id IS NULL) <> (package IS NULL))
);
CREATE INDEX question_answer_question_id_idx ON question_answer (question_id);

-- Answers are given once; nobody changes one.
GRANT SELECT, INSERT, UPDATE ON question, question_offer TO sightline_app, sightline_worker;
GRANT SELECT, INSERT ON question_answer TO sightline_app, sightline_worker;

CREATE FUNCTION sl_asking_officer() RETURNS bigint LANGUAGE sql STABLE
    RETURN nullif(current_setting('sightline.officer', true), '')::bigint;

-- These look past the policies, for no more than one yes or no about the officer who asks.
CREATE FUNCTION sl_question_offered(question bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    RETURN EXISTS (SELECT FROM question_offer o WHERE o.question_id = question AND o.agency = sl_agency());

CREATE FUNCTION sl_question_answered(question bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    RETURN EXISTS (SELECT FROM question_answer a WHERE a.question_id = question AND a.officer_id = sl_asking_officer());

CREATE FUNCTION sl_question_mine(question bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    RETURN EXISTS (
        SELECT FROM question q
        WHERE q.id = question AND q.agency = sl_agency()
            AND ((q.origin IS NULL AND sl_asking_officer() IN (q.asked_by, q.released_by)) OR q.state = 'closed')
    );

-- The country in which a series turned out to be made: where a person was identified, as the country itself reported.
CREATE FUNCTION sl_settled_country(series bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
    RETURN (
        SELECT l.country FROM lead l JOIN lead_answer a ON a.lead_number = l.number
        WHERE l.series_id = series AND a.kind = 'outcome'
            AND a.body ->> 'kind' IN ('positive', 'safeguarded', 'adult', 'deceased')
        ORDER BY a.id DESC LIMIT 1
    );

-- How often each expert who answered a question was right before, for whoever closes it: by answer, never by name.
CREATE FUNCTION sl_question_records(question bigint)
RETURNS TABLE (answer bigint, said text, country text, confidence double precision, truth text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT given.id, past.said, past.country, past.confidence, settled.country
    FROM question_answer given
    JOIN question_answer past ON past.officer_id = given.officer_id AND past.question_id <> given.question_id
    JOIN question q ON q.id = past.question_id
    CROSS JOIN LATERAL (SELECT sl_settled_country(q.series_id) AS country) settled
    WHERE given.question_id = question AND settled.country IS NOT NULL
        AND EXISTS (SELECT FROM question mine WHERE mine.id = question AND mine.agency = sl_agency())
$$;

-- The same for the officer who asks, about nobody else.
CREATE FUNCTION sl_question_own_record()
RETURNS TABLE (answer bigint, said text, country text, confidence double precision, truth text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT past.id, past.said, past.country, past.confidence, settled.country
    FROM question_answer past
    JOIN question q ON q.id = past.question_id
    CROSS JOIN LATERAL (SELECT sl_settled_country(q.series_id) AS country) settled
    WHERE past.officer_id = sl_asking_officer() AND settled.country IS NOT NULL
$$;

REVOKE ALL ON FUNCTION sl_question_offered, sl_question_answered, sl_question_mine, sl_settled_country,
    sl_question_records, sl_question_own_record FROM public;
GRANT EXECUTE ON FUNCTION sl_question_offered, sl_question_answered, sl_question_mine,
    sl_question_records, sl_question_own_record TO sightline_app, sightline_worker;

ALTER TABLE question ENABLE ROW LEVEL SECURITY;
CREATE POLICY question_see ON question FOR SELECT TO sightline_app
    USING (agency = sl_agency() OR (state IN ('released', 'closed') AND sl_question_offered(id)));
CREATE POLICY question_add ON question FOR INSERT TO sightline_app
    WITH CHECK (agency = sl_agency() AND (series_id IS NULL OR EXISTS (SELECT FROM series s WHERE s.id = series_id)));
CREATE POLICY question_change ON question FOR UPDATE TO sightline_app
    USING (agency = sl_agency()) WITH CHECK (agency = sl_agency());

ALTER TABLE question_offer ENABLE ROW LEVEL SECURITY;
CREATE POLICY question_offer_see ON question_offer FOR SELECT TO sightline_app
    USING (agency = sl_agency() OR EXISTS (SELECT FROM question q WHERE q.id = question_id AND q.agency = sl_agency()));
CREATE POLICY question_offer_add ON question_offer FOR INSERT TO sightline_app
    WITH CHECK (EXISTS (SELECT FROM question q WHERE q.id = question_id AND q.agency = sl_agency()));
CREATE POLICY question_offer_change ON question_offer FOR UPDATE TO sightline_app
    USING (EXISTS (SELECT FROM question q WHERE q.id = question_id AND q.agency = sl_agency()));

ALTER TABLE question_answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY question_answer_see ON question_answer FOR SELECT TO sightline_app
    USING (officer_id = sl_asking_officer() OR sl_question_mine(question_id) OR sl_question_answered(question_id));
CREATE POLICY question_answer_add ON question_answer FOR INSERT TO sightline_app
    WITH CHECK (
        EXISTS (SELECT FROM question q WHERE q.id = question_id AND q.state = 'released' AND (
            (officer_id = sl_asking_officer() AND question_answer.agency = sl_agency() AND sl_question_offered(q.id)
                AND (q.origin IS NOT NULL OR q.asked_by <> officer_id))
            OR (officer_id IS NULL AND q.agency = sl_agency())
        ))
    );

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['question', 'question_offer', 'question_answer'] LOOP
        EXECUTE format('CREATE POLICY machine ON %I FOR ALL TO sightline_worker USING (true) WITH CHECK (true)', name);
    END LOOP;
END
$$;

-- Lists of what is known elsewhere. Hashes of other systems: to look up by, never to be somebody's identity.
CREATE TABLE known_set (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    agency TEXT NOT NULL,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    region TEXT NOT NULL,
    file BYTEA NOT NULL,
    entries BIGINT NOT NULL,
    shared BOOLEAN NOT NULL,
    read_by BIGINT NOT NULL,
    read_at TIMESTAMP WITH TIME ZONE NOT NULL,
    dropped_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT known_set_pkey PRIMARY KEY (id),
    CONSTRAINT known_set_agency_fkey FOREIGN KEY(agency) REFERENCES agency (code),
    CONSTRAINT known_set_read_by_fkey FOREIGN KEY(read_by) REFERENCES officer (id),
    CONSTRAINT known_set_file_check CHECK (octet_length(file) = 32)
);
CREATE UNIQUE INDEX known_set_current_key ON known_set (agency, name) WHERE dropped_at IS NULL;
CREATE TABLE known_hash (
    set_id BIGINT NOT NULL,
    md5 BYTEA,
    sha1 BYTEA,
    photodna BYTEA,
    category INTEGER,
    series TEXT NOT NULL,
    victim_identified BOOLEAN,
    CONSTRAINT known_hash_set_id_fkey FOREIGN KEY(set_id) REFERENCES known_set (id),
    CONSTRAINT known_hash_any_check CHECK (md5 IS NOT NULL OR sha1 IS NOT NULL)
);
CREATE INDEX known_hash_md5_idx ON known_hash (md5);
CREATE INDEX known_hash_sha1_idx ON known_hash (sha1);

GRANT SELECT, INSERT, UPDATE ON known_set TO sightline_app, sightline_worker;
GRANT SELECT, INSERT ON known_hash TO sightline_app, sightline_worker;

ALTER TABLE known_set ENABLE ROW LEVEL SECURITY;
CREATE POLICY known_set_see ON known_set FOR SELECT TO sightline_app USING (agency = sl_agency() OR shared);
CREATE POLICY known_set_add ON known_set FOR INSERT TO sightline_app WITH CHECK (agency = sl_agency());
CREATE POLICY known_set_change ON known_set FOR UPDATE TO sightline_app
    USING (agency = sl_agency()) WITH CHECK (agency = sl_agency());
ALTER TABLE known_hash ENABLE ROW LEVEL SECURITY;
CREATE POLICY known_hash_see ON known_hash FOR SELECT TO sightline_app
    USING (EXISTS (SELECT FROM known_set s WHERE s.id = set_id));
CREATE POLICY known_hash_add ON known_hash FOR INSERT TO sightline_app
    WITH CHECK (EXISTS (SELECT FROM known_set s WHERE s.id = set_id AND s.agency = sl_agency()));
CREATE POLICY machine ON known_set FOR ALL TO sightline_worker USING (true) WITH CHECK (true);
CREATE POLICY machine ON known_hash FOR ALL TO sightline_worker USING (true) WITH CHECK (true);

-- Comparisons with servers elsewhere that tell neither side the other's hashes. key: the asker's, gone once it was read.
CREATE TABLE comparison (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    agency TEXT NOT NULL,
    partner TEXT NOT NULL,
    side TEXT NOT NULL,
    number TEXT NOT NULL,
    items BIGINT NOT NULL,
    key BYTEA,
    series JSONB,
    found JSONB,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    read_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT comparison_pkey PRIMARY KEY (id),
    CONSTRAINT comparison_agency_fkey FOREIGN KEY(agency) REFERENCES agency (code),
    CONSTRAINT comparison_number_side_key UNIQUE (number, side),
    CONSTRAINT comparison_side_check CHECK (side IN ('asked', 'answered'))
);
CREATE INDEX comparison_partner_idx ON comparison (partner, at);
GRANT SELECT, INSERT, UPDATE ON comparison TO sightline_app, sightline_worker;
ALTER TABLE comparison ENABLE ROW LEVEL SECURITY;
CREATE POLICY comparison_own ON comparison FOR ALL TO sightline_app
    USING (agency = sl_agency()) WITH CHECK (agency = sl_agency());
CREATE POLICY machine ON comparison FOR ALL TO sightline_worker USING (true) WITH CHECK (true);

-- Erasure of a contribution: one officer proposes, another approves, the machine carries it out and may be interrupted.
CREATE TABLE erasure (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    contribution_id BIGINT NOT NULL,
    agency TEXT NOT NULL,
    reason TEXT NOT NULL,
    proposed_by BIGINT NOT NULL,
    proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    approved_by BIGINT,
    approved_at TIMESTAMP WITH TIME ZONE,
    contents JSONB,
    blobs JSONB,
    done_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT erasure_pkey PRIMARY KEY (id),
    CONSTRAINT erasure_contribution_id_key UNIQUE (contribution_id),
    CONSTRAINT erasure_contribution_id_fkey FOREIGN KEY(contribution_id) REFERENCES contribution (id),
    CONSTRAINT erasure_proposed_by_fkey FOREIGN KEY(proposed_by) REFERENCES officer (id),
    CONSTRAINT erasure_approved_by_fkey FOREIGN KEY(approved_by) REFERENCES officer (id),
    CONSTRAINT erasure_eyes_check CHECK (approved_by <> proposed_by)
);
GRANT SELECT, INSERT, UPDATE ON erasure TO sightline_app, sightline_worker;
GRANT DELETE ON feature, link, matched TO sightline_worker;
ALTER TABLE erasure ENABLE ROW LEVEL SECURITY;
CREATE POLICY erasure_own ON erasure FOR ALL TO sightline_app
    USING (agency = sl_agency()) WITH CHECK (agency = sl_agency());
CREATE POLICY machine ON erasure FOR ALL TO sightline_worker USING (true) WITH CHECK (true);

-- What passes between agencies is entered in a log of its own as well.
CREATE POLICY custody_entry_exchange ON custody_entry FOR INSERT TO sightline_app WITH CHECK (log = 'exchange');
