-- How long records take from what happened until they are processed, by source, in seconds.
-- When something was told late. CloudTrail itself takes minutes; what is beyond that is ours, or a stream that lags.
SELECT
  source,
  count(*) AS events,
  approx_percentile(
    date_diff('second', from_iso8601_timestamp(event_time), from_iso8601_timestamp(processed_at)),
    0.5
  ) AS median,
  approx_percentile(
    date_diff('second', from_iso8601_timestamp(event_time), from_iso8601_timestamp(processed_at)),
    0.99
  ) AS p99,
  max(date_diff('second', from_iso8601_timestamp(event_time), from_iso8601_timestamp(processed_at))) AS longest
FROM events
WHERE year || '-' || month || '-' || day >= :since_day
  AND processed_at >= :since
GROUP BY source
ORDER BY events DESC, source
LIMIT :limit
