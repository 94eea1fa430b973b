"""Write made-up news pages of the size and clutter of real ones: menus, scripts, styles, related stories, comments."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence

from syndication import write_story


def write_page(seed: int, story: Sequence[str] = ()) -> str:
    """Write one page, of about 100 kB and 2,500 elements, which keeps trafilatura as busy as real news pages do.

    `story` are the sentences that it tells, ten or more; else they are made up.
    """
    rng = random.Random(f"page-{seed}")
    sentences = list(story) or write_story(seed, rng.randint(12, 40))
    title = sentences[0][:80]
    day = f"2023-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    linked = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": title,
            "datePublished": f"{day}T{rng.randint(0, 23):02}:10:00+02:00",
            "dateModified": f"{day}T23:59:00+02:00",
            "author": [{"@type": "Person", "name": "Ada Norling"}],
            "keywords": sentences[1].split()[:8],
        }
    )
    script = "".join(f"window.q{n}=function(a,b){{return a*{n}+b}};" for n in range(rng.randint(300, 600)))
    style = "".join(f".c{n}{{margin:{n}px;color:#{n:06x}}}" for n in range(rng.randint(300, 600)))
    menu = "".join(
        f'<li class="c{n}"><a href="/section/{n}">{sentences[n % 9].split()[0]} {n}</a></li>' for n in range(150)
    )
    paragraphs = "".join(
        f"<p class='c{n}'>{' '.join(sentences[n : n + 2])} <a href='/tag/{n}'>{sentences[n].split()[-1]}</a></p>"
        for n in range(0, len(sentences), 2)
    )
    related = "".join(
        f'<div class="teaser card c{n}"><a href="/story/{n}"><picture><source srcset="/img/{n}.webp">'
        f'<img src="/img/{n}.jpg" alt=""></picture><h3>{write_story(seed * 100 + n, 1)[0]}</h3></a>'
        f"<span class='time'>{n} hours ago</span></div>"
        for n in range(rng.randint(60, 140))
    )
    comments = "".join(
        f'<div class="comment" id="comment-{n}"><span>Reader {n}</span><p>{write_story(seed * 200 + n, 1)[0]}</p></div>'
        for n in range(rng.randint(0, 120))
    )
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | The Wire</title>
<link rel="canonical" href="https://wire.example/{seed}"><meta property="og:title" content="{title}">
<meta property="article:published_time" content="{day}T08:10:00+02:00"><style>{style}</style>
<script type="application/ld+json">{linked}</script><script>{script}</script></head><body>
<header><nav><ul>{menu}</ul></nav></header><main><article class="story"><h1>{title}</h1>
<p class="byline">By <a href="/ada" rel="author">Ada Norling</a> <time datetime="{day}T08:10:00+02:00">{day}</time></p>
<div class="share"><a href="#">Facebook</a> <a href="#">Twitter</a></div>{paragraphs}
<p>Read also: <a href="/x">{sentences[2]}</a></p><p>Source: The Wire</p></article>
<section class="related">{related}</section><section class="comments">{comments}</section></main>
<footer><ul>{menu}</ul><p>All rights reserved.</p></footer></body></html>"""
