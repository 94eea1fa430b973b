{# Vague words are stored at their floor. ACLED reads the plurals at half of it: dozens 12, scores 20, hundreds 100. #}
{% macro read_vague(value, qualifier) -%}
    {{- refuse_unknown_policy("vague", ["floor", "acled"]) -}}
    {% if var("vague", "floor") == "acled" -%}
        case when {{ qualifier }} = 'vague' and {{ value }} >= 24 then {{ value }} / 2 else {{ value }} end
    {%- else -%}
        {{ value }}
    {%- endif %}
{%- endmacro %}

{# People are one group, whatever outlets call them; each kind of materiel is its own. #}
{% macro entity_group(entity) -%}
    case when {{ entity }} in ('military', 'civilian', 'child', 'person') then 'people' else {{ entity }} end
{%- endmacro %}

{# How sure a number is, for choosing between two of one telling: larger is surer. #}
{% macro sureness(qualifier) -%}
    case {{ qualifier }}
        when 'exact' then 4 when 'about' then 3 when 'range' then 2 when 'at_least' then 2 when 'at_most' then 1 else 0
    end
{%- endmacro %}

{# Whether a number is told to the last unit. Staffs say "about 133,190" of such; of "over 134,000" nothing follows. #}
{% macro is_whole(qualifier) -%}
    {{ qualifier }} in ('exact', 'about')
{%- endmacro %}
