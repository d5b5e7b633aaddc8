-- Sign-ins to the console that failed, by address and account.
-- When people report locked accounts, or a rule about brute force fired. Many principals from one address: a password is tried on all.
SELECT
  src_ip,
  geo_info.country AS country,
  account,
  count(*) AS failed,
  count(DISTINCT principal) AS principals,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE year || '-' || month || '-' || day >= :since_day
  AND event_time >= :since
  AND action = 'ConsoleLogin'
  AND json_extract_scalar(raw, '$.responseElements.ConsoleLogin') = 'Failure'
GROUP BY src_ip, geo_info.country, account
ORDER BY failed DESC, src_ip
LIMIT :limit
