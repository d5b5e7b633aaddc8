-- How much was read from each bucket, by principal and address, as CloudTrail's data events say.
-- When data may have left. Without data events for the buckets the answer is empty, which says nothing.
SELECT
  json_extract_scalar(raw, '$.requestParameters.bucketName') AS bucket,
  principal,
  src_ip,
  count(*) AS objects_read,
  round(
    sum(CAST(json_extract_scalar(raw, '$.additionalEventData.bytesTransferredOut') AS DOUBLE)) / 1048576,
    1
  ) AS mib_out,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE year || '-' || month || '-' || day >= :since_day
  AND event_time >= :since
  AND source = 's3.amazonaws.com'
  AND action = 'GetObject'
GROUP BY json_extract_scalar(raw, '$.requestParameters.bucketName'), principal, src_ip
ORDER BY mib_out DESC NULLS LAST, bucket
LIMIT :limit
