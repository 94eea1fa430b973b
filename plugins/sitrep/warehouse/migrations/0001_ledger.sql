-- The raw tables: one column a field of the record of the same name (sitrep/records.py), then what storage adds.
create table raw.articles (
    article_id varchar, revision bigint, url varchar, canonical_url varchar, source_id varchar, title varchar,
    byline varchar, language varchar, published_at timestamptz, published_day date, published_basis varchar,
    captured_at timestamptz, text varchar, text_hash varchar, is_paywalled boolean, is_sample boolean,
    capture_file varchar, capture_offset bigint, pipeline_version varchar, sentence_hashes bigint[],
    minhash bigint[], shard_id varchar, story_id varchar
);

create table raw.figures (
    figure_id varchar, article_id varchar, revision bigint, value double, value_max double, qualifier varchar,
    effect varchar, entity varchar, side varchar, kind varchar, claimant varchar, claimant_id varchar,
    claimant_side varchar, status varchar, date_start date, date_end date, date_basis varchar, place varchar,
    place_id varchar, front_id varchar, quote varchar, span_field varchar, span_start bigint, span_end bigint,
    part_of varchar, supersedes varchar, rules varchar[]
);

create table raw.events (
    event_id varchar, article_id varchar, revision bigint, type varchar, actor_side varchar, date_start date,
    date_end date, date_basis varchar, place varchar, place_id varchar, front_id varchar, status varchar,
    quote varchar, span_field varchar, span_start bigint, span_end bigint, rules varchar[]
);

create table raw.rejects (
    stage varchar, source_id varchar, subject varchar, error varchar, reason varchar, rejected_at timestamptz,
    capture_file varchar, capture_offset bigint, is_sample boolean, shard_id varchar
);

create table raw.fetches (
    source_id varchar, url varchar, final_url varchar, what varchar, fetched_at timestamptz, status bigint,
    outcome varchar, body_bytes bigint, seconds double, entries bigint, etag varchar, last_modified varchar,
    hops varchar[], is_sample boolean, shard_id varchar
);

-- The theatre's own data, replaced whole when it changes.
create table raw.fronts (
    front_id varchar, name varchar, lineage varchar, sector varchar, valid_from date, valid_to date,
    predecessors varchar[], radius_km double, aliases varchar[]
);

create table raw.front_anchors (front_id varchar, name varchar, admin1 varchar, lat double, lon double);

create table raw.places (
    place_id varchar, name varchar, name_uk varchar, kind varchar, country varchar, admin1 varchar, lat double,
    lon double, population bigint, spellings varchar[], coord_source varchar
);

create table raw.measures (
    measure_id varchar, name varchar, side varchar, entity varchar, effects varchar[], unit varchar,
    wording varchar[], "group" varchar, position bigint
);

create table raw.actors (
    actor_id varchar, name varchar, kind varchar, party varchar, valid_from date, valid_to date, aliases varchar[]
);

create table raw.sources (
    source_id varchar, name varchar, url varchar, language varchar, party varchar, zone varchar, verified boolean,
    ignore_validators boolean
);

-- Which articles each load touched: what the incremental models have to look at again.
create table raw.changes (load_seq bigint, article_id varchar);

-- What the models were last built from; where `fingerprint` differs (SQL, policies, theatre), all is built anew.
create table raw.model_runs (load_seq bigint, fingerprint varchar);
