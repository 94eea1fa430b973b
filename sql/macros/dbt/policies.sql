{# A misspelt policy must not quietly be the default. #}
{% macro refuse_unknown_policy(name, known) %}
    {% if var(name) not in known %}
        {{ exceptions.raise_compiler_error(name ~ " is '" ~ var(name) ~ "', none of " ~ (known | join(", "))) }}
    {% endif %}
{% endmacro %}
