-- Calls that AWS denied, by principal: how many, and how many different ones.
-- Many different ones in a short time are somebody who finds out what stolen credentials may do; one, often, is a broken deployment.
SELECT
  principal,
  account,
  count(*) AS denied,
  count(DISTINCT action) AS different_actions,
  count(DISTINCT source) AS services,
  max_by(action, event_time) AS last_action,
  max(event_time) AS last_seen
FROM events
WHERE year || '-' || month || '-' || day >= :since_day
  AND event_time >= :since
  AND json_extract_scalar(raw, '$.errorCode') IN (
    'AccessDenied',
    'AccessDeniedException',
    'Client.UnauthorizedOperation',
    'UnauthorizedOperation'
  )
GROUP BY principal, account
ORDER BY different_actions DESC, denied DESC
LIMIT :limit
