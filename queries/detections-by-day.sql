-- What each detection rule matched, day by day, staged rules too.
-- To see what a rule would cost in attention before its stage ends, and which have gone quiet.
SELECT
  substr(event_time, 1, 10) AS event_day,
  rule_id,
  count(*) AS matches,
  count(DISTINCT principal) AS principals,
  max(risk_score) AS highest_risk
FROM events
CROSS JOIN UNNEST(rule_ids) AS matched (rule_id)
WHERE year || '-' || month || '-' || day >= :since_day
  AND event_time >= :since
GROUP BY substr(event_time, 1, 10), rule_id
ORDER BY event_day DESC, matches DESC, rule_id
LIMIT :limit
