{#
    Every revision of every article, and from when to when it was the newest that could be known.
    `articles` names raw.articles, or a relation of all revisions of some of its articles.
#}
{% macro date_articles(articles) %}
    with captures as (
        select
            article_id,
            revision,
            story_id,
            source_id,
            title,
            url,
            language,
            published_at,
            published_day,
            published_basis,
            captured_at,
            is_paywalled,
            is_sample,
            row_number() over (partition by article_id order by captured_at, revision) as capture_rank
        from {{ articles }}
    ),

    known as (
        select
            *,
            -- Nothing is published after it was captured, whatever its page says.
            case when capture_rank = 1 then least(coalesce(published_at, captured_at), captured_at) else captured_at end
                as known_at
        from captures
    )

    select
        * exclude (capture_rank),
        lead(known_at) over (partition by article_id order by capture_rank) as superseded_at,
        (captured_at at time zone '{{ var("day_zone") }}')::date as captured_day,
        (known_at at time zone '{{ var("day_zone") }}')::date as known_day,
        (superseded_at at time zone '{{ var("day_zone") }}')::date as superseded_day
    from known
{% endmacro %}
