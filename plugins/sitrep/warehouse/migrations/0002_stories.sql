-- The index by which copies of a story are found; written by sitrep.load.stories alone.
create table raw.story_tellings (
    telling_id bigint, article_id varchar, revision bigint, story_id varchar, text_hash varchar,
    n_sentences bigint, numbers bigint[], minhash bigint[]
);

create table raw.story_sentences (sentence_hash bigint, telling_id bigint);

create table raw.story_bands (band_hash bigint, telling_id bigint);
