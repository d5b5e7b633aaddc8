-- Sign-ins to the console that succeeded without a second factor.
-- To find who has none yet. Users of IAM Identity Center and of federations bring their second factor elsewhere, and are left out.
SELECT
  principal,
  account,
  count(*) AS logins,
  count(DISTINCT src_ip) AS addresses,
  max_by(src_ip, event_time) AS last_address,
  max(event_time) AS last_seen
FROM events
WHERE year || '-' || month || '-' || day >= :since_day
  AND event_time >= :since
  AND action = 'ConsoleLogin'
  AND json_extract_scalar(raw, '$.responseElements.ConsoleLogin') = 'Success'
  AND json_extract_scalar(raw, '$.additionalEventData.MFAUsed') = 'No'
  AND json_extract_scalar(raw, '$.userIdentity.type') IN ('IAMUser', 'Root')
GROUP BY principal, account
ORDER BY logins DESC, principal
LIMIT :limit
