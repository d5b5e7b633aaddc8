-- User agents that a principal was seen with for the first time within the time.
-- When credentials may be used with other tools than their owner's: kali, pacu, a bare SDK where there was a browser.
SELECT
  principal,
  json_extract_scalar(raw, '$.userAgent') AS user_agent,
  min(event_time) AS first_seen,
  count(*) AS events,
  min_by(src_ip, event_time) AS first_address
FROM events
WHERE principal IS NOT NULL
  AND json_extract_scalar(raw, '$.userAgent') IS NOT NULL
GROUP BY principal, json_extract_scalar(raw, '$.userAgent')
HAVING min(event_time) >= :since
ORDER BY first_seen DESC, principal
LIMIT :limit
