-- How many records each source and account sent, and how much that is.
-- When the lake grows faster than it should, and to see what is silent that used to speak.
SELECT
  source,
  account,
  count(*) AS events,
  round(sum(length(raw)) / 1048576.0, 1) AS mib,
  count(DISTINCT principal) AS principals,
  min(processed_at) AS first_processed,
  max(processed_at) AS last_processed
FROM events
WHERE year || '-' || month || '-' || day >= :since_day
  AND processed_at >= :since
GROUP BY source, account
ORDER BY events DESC, source
LIMIT :limit
