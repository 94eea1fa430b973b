{# How much was read and understood, by the day on which it became known. `articles`: article revisions in force. #}
{% macro coverage_from(articles) %}
    select
        known_day as day,
        count(*) as n_articles,
        count(distinct story_id) as n_stories,
        count(distinct source_id) as n_sources,
        sum(n_figures)::bigint as n_figures,
        sum(n_events)::bigint as n_events,
        sum(n_figures - n_dated)::bigint as n_undated_figures,
        round(sum(n_figures) / count(distinct story_id), 2) as figures_per_story,
        round(sum(n_dated) / nullif(sum(n_figures), 0), 4) as share_dated,
        round(sum(n_placed) / nullif(sum(n_figures), 0), 4) as share_placed,
        round(sum(n_on_front) / nullif(sum(n_figures), 0), 4) as share_on_front,
        round(sum(n_claimed) / nullif(sum(n_figures), 0), 4) as share_claimed
    from {{ articles }}
    group by known_day
{% endmacro %}
