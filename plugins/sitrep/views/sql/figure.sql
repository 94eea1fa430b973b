-- One figure with its words.
select
    figures.figure_id as id,
    figures.value,
    figures.value_max,
    figures.qualifier,
    figures.effect,
    figures.entity,
    figures.side,
    figures.kind,
    left(figures.claimant, 300) as claimant,
    figures.claimant_id,
    figures.claimant_side,
    figures.status,
    figures.date_start,
    figures.date_end,
    figures.date_basis,
    left(figures.place, 200) as place,
    figures.place_id,
    figures.front_id,
    figures.part_of,
    figures.supersedes,
    figures.rules,
    figures.span_field,
    substr((case figures.span_field when 'title' then articles.title else articles.text end), greatest(figures.span_start - 399, 1), least(figures.span_start, 400)) as text_before,
    left(figures.quote, 1200) as quote,
    substr((case figures.span_field when 'title' then articles.title else articles.text end), figures.span_end + 1, 400) as text_after,
    articles.article_id,
    articles.story_id,
    left(articles.title, 320) as title,
    articles.url,
    articles.source_id,
    articles.published_at,
    articles.published_basis,
    articles.captured_at,
    articles.revision,
    articles.capture_file,
    articles.capture_offset,
    articles.pipeline_version
from raw.figures as figures
inner join raw.articles as articles
    on figures.article_id = articles.article_id and figures.revision = articles.revision
where figures.figure_id = $id
limit 1
