-- From which addresses each access key was used, and for what.
-- When a key may have leaked: two countries at once, or an address of a provider that nobody uses. ASIA… keys are sessions of roles.
SELECT
  json_extract_scalar(raw, '$.userIdentity.accessKeyId') AS access_key,
  principal,
  src_ip,
  geo_info.country AS country,
  count(*) AS events,
  count(DISTINCT action) AS different_actions,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE year || '-' || month || '-' || day >= :since_day
  AND event_time >= :since
  AND json_extract_scalar(raw, '$.userIdentity.accessKeyId') IS NOT NULL
GROUP BY json_extract_scalar(raw, '$.userIdentity.accessKeyId'), principal, src_ip, geo_info.country
ORDER BY access_key, events DESC
LIMIT :limit
