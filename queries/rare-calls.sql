-- Calls that were made in the time and hardly ever before it, in all that the lake has.
-- For hunting: what an intruder does is often what nobody in this account ever does.
SELECT
  source,
  action,
  count(*) AS ever,
  count_if(event_time >= :since) AS recently,
  max_by(principal, event_time) AS last_principal,
  max(event_time) AS last_seen
FROM events
WHERE event_type = 'AwsApiCall'
GROUP BY source, action
HAVING count(*) <= 5
  AND count_if(event_time >= :since) > 0
ORDER BY ever, last_seen DESC
LIMIT :limit
