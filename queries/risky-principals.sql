-- Who did the riskiest things, by what they did at most and how often.
-- The first look of a day, and where to begin when nothing points anywhere. Look the principal up with key-use-by-address.
SELECT
  principal,
  account,
  max(risk_score) AS highest_risk,
  count_if(risk_score >= 70) AS risky_events,
  count(*) AS events,
  max_by(action, risk_score) AS riskiest_action,
  max(event_time) AS last_seen
FROM events
WHERE year || '-' || month || '-' || day >= :since_day
  AND event_time >= :since
  AND principal IS NOT NULL
  AND risk_score > 0
GROUP BY principal, account
ORDER BY highest_risk DESC, risky_events DESC, principal
LIMIT :limit
