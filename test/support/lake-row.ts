import type { LakeRow } from '../../core/ingest/lake-row.ts';

/** A row as CloudTrail's records make them. */
export const lakeRow = (id: string, changes: Partial<LakeRow> = {}): LakeRow => ({
  event_id: id,
  processed_at: '2026-01-02T03:04:05.678Z',
  event_time: '2026-01-02T03:04:05.000Z',
  event_type: 'AwsApiCall',
  source: 'iam.amazonaws.com',
  account: '111122223333',
  region: 'us-east-1',
  principal: 'arn:aws:iam::111122223333:user/alice',
  action: 'CreateUser',
  src_ip: '198.51.100.7',
  geo_info: { country: 'DE' },
  threat_intel: { is_known_threat: false, confidence: 0, feeds: [] },
  risk_score: 10,
  rule_ids: [],
  raw: JSON.stringify({ eventVersion: '1.11', eventID: id }),
  ...changes,
});
