-- Which tolls rose after the first report?
select
    incidents.day,
    facts.place,
    incidents.effect,
    claims.claimant_side,
    claims.earlier_values,
    claims.value
from intermediate.int_claims as claims
inner join intermediate.int_incident_facts as incidents on claims.incident_id = incidents.incident_id
inner join incidents as facts on claims.incident_id = facts.incident_id
where len(claims.earlier_values) > 0
order by incidents.day, facts.place
