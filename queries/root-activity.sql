-- Everything that a root user did.
-- Each line wants an explanation: nearly nothing needs the root user.
SELECT
  event_time,
  account,
  action,
  source,
  src_ip,
  geo_info.country AS country,
  json_extract_scalar(raw, '$.errorCode') AS error,
  risk_score
FROM events
WHERE year || '-' || month || '-' || day >= :since_day
  AND event_time >= :since
  AND json_extract_scalar(raw, '$.userIdentity.type') = 'Root'
  -- What AWS's services do for the account is nobody's sign-in.
  AND json_extract_scalar(raw, '$.userIdentity.invokedBy') IS NULL
ORDER BY event_time DESC
LIMIT :limit
