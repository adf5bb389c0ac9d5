CREATE TABLE agency (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    country TEXT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT agency_pkey PRIMARY KEY (code)
);

CREATE TABLE custody_checkpoint (
    log TEXT NOT NULL,
    size BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    note TEXT NOT NULL,
    CONSTRAINT custody_checkpoint_pkey PRIMARY KEY (log, size)
);

CREATE TABLE custody_entry (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    log TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    body BYTEA NOT NULL,
    leaf BYTEA NOT NULL,
    CONSTRAINT custody_entry_pkey PRIMARY KEY (id)
);

CREATE TABLE custody_leaf (
    log TEXT NOT NULL,
    position BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    CONSTRAINT custody_leaf_pkey PRIMARY KEY (log, position),
    CONSTRAINT custody_leaf_entry_id_key UNIQUE (entry_id)
);

CREATE TABLE lead_answer (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    lead_number TEXT NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    sender TEXT NOT NULL,
    body JSONB NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT lead_answer_pkey PRIMARY KEY (id),
    CONSTRAINT lead_answer_number_key UNIQUE (number)
);
CREATE INDEX lead_answer_lead_number_idx ON lead_answer (lead_number);

CREATE TABLE media (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    sha256 BYTEA NOT NULL,
    md5 BYTEA NOT NULL,
    sha1 BYTEA NOT NULL,
    size BIGINT NOT NULL,
    state TEXT NOT NULL,
    kind TEXT,
    format TEXT,
    mime TEXT,
    width INTEGER,
    height INTEGER,
    duration DOUBLE PRECISION,
    isolation TEXT,
    refusal_code TEXT,
    refusal TEXT,
    warnings JSONB DEFAULT '[]' NOT NULL,
    metadata JSONB DEFAULT '{}' NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    examined_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT media_pkey PRIMARY KEY (id),
    CONSTRAINT media_sha256_key UNIQUE (sha256)
);
CREATE INDEX media_md5_idx ON media (md5);
CREATE INDEX media_sha1_idx ON media (sha1);

CREATE TABLE package_seen (
    number TEXT NOT NULL,
    package BYTEA NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT package_seen_pkey PRIMARY KEY (number)
);
CREATE INDEX package_seen_package_idx ON package_seen (package);

CREATE TABLE package_serial (
    sender TEXT NOT NULL,
    year INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    CONSTRAINT package_serial_pkey PRIMARY KEY (sender, year)
);

CREATE TABLE partner (
    key_id TEXT NOT NULL,
    agency TEXT NOT NULL,
    body JSONB NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT partner_pkey PRIMARY KEY (key_id)
);
CREATE INDEX partner_agency_idx ON partner (agency);

CREATE TABLE feature (
    media_id BIGINT NOT NULL,
    extractor TEXT NOT NULL,
    version TEXT NOT NULL,
    position BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT,
    value JSONB NOT NULL,
    arrays BYTEA,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT feature_pkey PRIMARY KEY (media_id, extractor, version, position),
    CONSTRAINT feature_media_id_fkey FOREIGN KEY(media_id) REFERENCES media (id)
);
CREATE INDEX feature_extractor_idx ON feature (extractor, version, media_id);

CREATE TABLE matched (
    media_id BIGINT NOT NULL,
    matcher TEXT NOT NULL,
    version TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT matched_pkey PRIMARY KEY (media_id, matcher, version),
    CONSTRAINT matched_media_id_fkey FOREIGN KEY(media_id) REFERENCES media (id)
);

CREATE TABLE officer (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    handle TEXT NOT NULL,
    name TEXT NOT NULL,
    agency TEXT NOT NULL,
    roles TEXT[] NOT NULL,
    active BOOLEAN DEFAULT 'true' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT officer_pkey PRIMARY KEY (id),
    CONSTRAINT officer_handle_key UNIQUE (handle),
    CONSTRAINT officer_agency_fkey FOREIGN KEY(agency) REFERENCES agency (code)
);

CREATE TABLE operation (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    host TEXT NOT NULL,
    starts DATE NOT NULL,
    ends DATE NOT NULL,
    level SMALLINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT operation_pkey PRIMARY KEY (id),
    CONSTRAINT operation_code_key UNIQUE (code),
    CONSTRAINT operation_host_fkey FOREIGN KEY(host) REFERENCES agency (code)
);

CREATE TABLE permission (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    owner TEXT NOT NULL,
    country TEXT NOT NULL,
    given_by TEXT NOT NULL,
    reference TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT permission_pkey PRIMARY KEY (id),
    CONSTRAINT permission_owner_fkey FOREIGN KEY(owner) REFERENCES agency (code)
);

CREATE TABLE contribution (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    operation_id BIGINT NOT NULL,
    agency TEXT NOT NULL,
    case_reference TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    handling TEXT NOT NULL,
    tlp TEXT NOT NULL,
    review DATE NOT NULL,
    level SMALLINT NOT NULL,
    created_by BIGINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT contribution_pkey PRIMARY KEY (id),
    CONSTRAINT contribution_operation_id_agency_case_reference_key UNIQUE (operation_id, agency, case_reference),
    CONSTRAINT contribution_operation_id_fkey FOREIGN KEY(operation_id) REFERENCES operation (id),
    CONSTRAINT contribution_agency_fkey FOREIGN KEY(agency) REFERENCES agency (code),
    CONSTRAINT contribution_created_by_fkey FOREIGN KEY(created_by) REFERENCES officer (id)
);

CREATE TABLE lead_received (
    number TEXT NOT NULL,
    sender TEXT NOT NULL,
    package BYTEA NOT NULL,
    body JSONB NOT NULL,
    opened_by BIGINT NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT lead_received_pkey PRIMARY KEY (number),
    CONSTRAINT lead_received_opened_by_fkey FOREIGN KEY(opened_by) REFERENCES officer (id)
);

CREATE TABLE link (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    kind TEXT NOT NULL,
    left_media BIGINT NOT NULL,
    right_media BIGINT NOT NULL,
    strength TEXT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    matcher TEXT NOT NULL,
    version TEXT NOT NULL,
    evidence JSONB NOT NULL,
    left_seconds DOUBLE PRECISION,
    right_seconds DOUBLE PRECISION,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    verdict TEXT,
    decided_by BIGINT,
    decided_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT link_pkey PRIMARY KEY (id),
    CONSTRAINT link_left_media_right_media_kind_key UNIQUE (left_media, right_media, kind),
    CONSTRAINT link_order_check CHECK (left_media < right_media),
    CONSTRAINT link_left_media_fkey FOREIGN KEY(left_media) REFERENCES media (id),
    CONSTRAINT link_right_media_fkey FOREIGN KEY(right_media) REFERENCES media (id),
    CONSTRAINT link_decided_by_fkey FOREIGN KEY(decided_by) REFERENCES officer (id)
);
CREATE INDEX link_right_media_idx ON link (right_media);

CREATE TABLE operation_agency (
    operation_id BIGINT NOT NULL,
    agency TEXT NOT NULL,
    CONSTRAINT operation_agency_pkey PRIMARY KEY (operation_id, agency),
    CONSTRAINT operation_agency_operation_id_fkey FOREIGN KEY(operation_id) REFERENCES operation (id),
    CONSTRAINT operation_agency_agency_fkey FOREIGN KEY(agency) REFERENCES agency (code)
);

CREATE TABLE series (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    operation_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    merged_into BIGINT,
    created_by BIGINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT series_pkey PRIMARY KEY (id),
    CONSTRAINT series_operation_id_fkey FOREIGN KEY(operation_id) REFERENCES operation (id),
    CONSTRAINT series_merged_into_fkey FOREIGN KEY(merged_into) REFERENCES series (id),
    CONSTRAINT series_created_by_fkey FOREIGN KEY(created_by) REFERENCES officer (id)
);

CREATE TABLE clue (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    series_id BIGINT,
    media_id BIGINT,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    region JSONB,
    span JSONB,
    detail JSONB NOT NULL,
    seen_by TEXT NOT NULL,
    state TEXT NOT NULL,
    reliability DOUBLE PRECISION,
    "group" TEXT,
    identity TEXT NOT NULL,
    revision INTEGER DEFAULT '1' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    decided_by BIGINT,
    decided_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT clue_pkey PRIMARY KEY (id),
    CONSTRAINT clue_series_id_fkey FOREIGN KEY(series_id) REFERENCES series (id),
    CONSTRAINT clue_media_id_fkey FOREIGN KEY(media_id) REFERENCES media (id),
    CONSTRAINT clue_decided_by_fkey FOREIGN KEY(decided_by) REFERENCES officer (id)
);
CREATE UNIQUE INDEX clue_identity_key ON clue (identity);
CREATE INDEX clue_media_id_idx ON clue (media_id);
CREATE INDEX clue_series_id_idx ON clue (series_id);

CREATE TABLE hypothesis (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    series_id BIGINT NOT NULL,
    basis TEXT NOT NULL,
    country TEXT,
    body JSONB NOT NULL,
    made_by TEXT NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT hypothesis_pkey PRIMARY KEY (id),
    CONSTRAINT hypothesis_series_id_fkey FOREIGN KEY(series_id) REFERENCES series (id)
);
CREATE INDEX hypothesis_series_id_idx ON hypothesis (series_id);

CREATE TABLE lead (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    operation_id BIGINT NOT NULL,
    series_id BIGINT NOT NULL,
    country TEXT NOT NULL,
    agency TEXT NOT NULL,
    state TEXT NOT NULL,
    number TEXT,
    package BYTEA,
    body JSONB NOT NULL,
    created_by BIGINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sealed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT lead_pkey PRIMARY KEY (id),
    CONSTRAINT lead_operation_id_fkey FOREIGN KEY(operation_id) REFERENCES operation (id),
    CONSTRAINT lead_series_id_fkey FOREIGN KEY(series_id) REFERENCES series (id),
    CONSTRAINT lead_number_key UNIQUE (number),
    CONSTRAINT lead_created_by_fkey FOREIGN KEY(created_by) REFERENCES officer (id)
);
CREATE INDEX lead_series_id_idx ON lead (series_id);

CREATE TABLE media_file (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    media_id BIGINT,
    contribution_id BIGINT NOT NULL,
    agency TEXT NOT NULL,
    path BYTEA NOT NULL,
    refusal_code TEXT,
    refusal TEXT,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT media_file_pkey PRIMARY KEY (id),
    CONSTRAINT media_file_media_id_fkey FOREIGN KEY(media_id) REFERENCES media (id),
    CONSTRAINT media_file_contribution_id_fkey FOREIGN KEY(contribution_id) REFERENCES contribution (id),
    CONSTRAINT media_file_agency_fkey FOREIGN KEY(agency) REFERENCES agency (code)
);
CREATE UNIQUE INDEX media_file_contribution_id_path_media_id_key ON media_file (contribution_id, path, media_id) NULLS NOT DISTINCT;
CREATE INDEX media_file_media_id_idx ON media_file (media_id);

CREATE TABLE series_event (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    series_id BIGINT NOT NULL,
    act TEXT NOT NULL,
    detail JSONB NOT NULL,
    officer TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT series_event_pkey PRIMARY KEY (id),
    CONSTRAINT series_event_series_id_fkey FOREIGN KEY(series_id) REFERENCES series (id)
);
CREATE INDEX series_event_series_id_idx ON series_event (series_id);

CREATE TABLE series_media (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    series_id BIGINT NOT NULL,
    media_id BIGINT NOT NULL,
    added_at TIMESTAMP WITH TIME ZONE NOT NULL,
    removed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT series_media_pkey PRIMARY KEY (id),
    CONSTRAINT series_media_series_id_fkey FOREIGN KEY(series_id) REFERENCES series (id),
    CONSTRAINT series_media_media_id_fkey FOREIGN KEY(media_id) REFERENCES media (id)
);
CREATE UNIQUE INDEX series_media_current_key ON series_media (series_id, media_id) WHERE removed_at IS NULL;
CREATE INDEX series_media_media_id_idx ON series_media (media_id);

CREATE TABLE media_mask (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    media_id BIGINT NOT NULL,
    region JSONB NOT NULL,
    drawn_by TEXT NOT NULL,
    drawn_at TIMESTAMP WITH TIME ZONE NOT NULL,
    removed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT media_mask_pkey PRIMARY KEY (id),
    CONSTRAINT media_mask_media_id_fkey FOREIGN KEY(media_id) REFERENCES media (id)
);
CREATE INDEX media_mask_media_id_idx ON media_mask (media_id);
