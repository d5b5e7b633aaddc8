-- Principals that came from a country for the first time within the time, of all that the lake has.
-- When credentials may be used by others. A country is new only beside what came before: the lake should reach further back.
SELECT
  principal,
  geo_info.country AS country,
  min(event_time) AS first_seen,
  count(*) AS events,
  min_by(src_ip, event_time) AS first_address,
  min_by(action, event_time) AS first_action
FROM events
WHERE principal IS NOT NULL
  AND geo_info.country IS NOT NULL
  -- Whose principals are interfaces, which the whole world speaks to.
  AND source NOT IN ('vpc-flow', 'route53-resolver')
GROUP BY principal, geo_info.country
HAVING min(event_time) >= :since
ORDER BY first_seen DESC, principal
LIMIT :limit
