-- Addresses and names on threat lists that something spoke to, with the lists that have them.
-- What is inside and speaks to them may be taken over already; what only came from them was tried at.
SELECT
  src_ip,
  array_join(threat_intel.feeds, ', ') AS feeds,
  max(threat_intel.confidence) AS confidence,
  source,
  principal,
  count(*) AS events,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE year || '-' || month || '-' || day >= :since_day
  AND event_time >= :since
  AND threat_intel.is_known_threat
GROUP BY src_ip, array_join(threat_intel.feeds, ', '), source, principal
ORDER BY confidence DESC, events DESC
LIMIT :limit
