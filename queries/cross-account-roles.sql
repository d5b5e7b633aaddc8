-- Roles that principals of other accounts took on.
-- To see who comes in from elsewhere. An account that is nobody's partner is the line to look at.
SELECT
  json_extract_scalar(raw, '$.userIdentity.accountId') AS from_account,
  json_extract_scalar(raw, '$.requestParameters.roleArn') AS role,
  count(*) AS times,
  count(DISTINCT src_ip) AS addresses,
  count_if(json_extract_scalar(raw, '$.errorCode') IS NOT NULL) AS refused,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE year || '-' || month || '-' || day >= :since_day
  AND event_time >= :since
  AND action IN ('AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity')
  AND json_extract_scalar(raw, '$.userIdentity.accountId')
    <> split_part(json_extract_scalar(raw, '$.requestParameters.roleArn'), ':', 5)
GROUP BY
  json_extract_scalar(raw, '$.userIdentity.accountId'),
  json_extract_scalar(raw, '$.requestParameters.roleArn')
ORDER BY times DESC, role
LIMIT :limit
