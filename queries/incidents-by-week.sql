-- Incidents by week (Monday's date) and status, with the hours until they were contained.
-- For a review. In Athena the incidents are as they were at the last hour.
SELECT
  CAST(date_trunc('week', from_iso8601_timestamp(first_seen)) AS DATE) AS week,
  count(*) AS incidents,
  count_if(risk_level = 'HIGH') AS high,
  count_if(status = 'contained') AS contained,
  count_if(status = 'not-contained') AS not_contained,
  count_if(status = 'open') AS still_open,
  round(
    avg(date_diff('second', from_iso8601_timestamp(first_seen), from_iso8601_timestamp(contained_at))) / 3600.0,
    2
  ) AS mean_hours_to_containment
FROM incidents
WHERE first_seen >= :since
GROUP BY 1
ORDER BY week DESC
LIMIT :limit
