import { createHash } from 'node:crypto';
import { createExaminer } from '../../../core/ingest/create-examiner.ts';
import type { Examined, ExaminerParts } from '../../../core/ingest/examiner.ts';
import { RecordScoreConfig } from '../../../core/ingest/record-score-config.ts';
import type { JsonObject } from '../../../core/json.ts';

/** A call as CloudTrail writes it. */
export const call = {
  eventVersion: '1.11',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: 'arn:aws:iam::111122223333:user/anaya',
    accountId: '111122223333',
    userName: 'anaya',
  },
  eventTime: '2026-11-20T19:00:00Z',
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'StopLogging',
  awsRegion: 'us-east-1',
  sourceIPAddress: '198.51.100.7',
  requestParameters: { name: 'trail' },
  responseElements: null,
  eventID: '7e5a1f6c-0b1d-4a55-9a3e-1f6c0b1d4a55',
  readOnly: false,
  eventType: 'AwsApiCall',
  recipientAccountId: '111122223333',
};

export const query = {
  version: '1.100000',
  account_id: '111122223333',
  region: 'eu-west-1',
  vpc_id: 'vpc-0example',
  query_timestamp: '2026-11-20T19:00:00Z',
  query_name: 'Pool.Example.COM.',
  query_type: 'A',
  query_class: 'IN',
  rcode: 'NOERROR',
  answers: [
    { Rdata: 'alias.example.net.', Type: 'CNAME', Class: 'IN' },
    { Rdata: '203.0.113.9', Type: 'A', Class: 'IN' },
  ],
  srcaddr: '10.0.0.5',
  srcport: '56067',
  transport: 'UDP',
  srcids: { instance: 'i-0d15cd0d3example' },
};

export const now = '2026-11-20T19:00:05.000Z';

export const makeExaminer = (parts: Partial<ExaminerParts> = {}) =>
  createExaminer({
    rules: [],
    threats: [],
    geo: { country: () => null },
    clock: { now: () => Date.parse(now) },
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    score: RecordScoreConfig.parse({}),
    ...parts,
  });

export const bytesOf = (record: JsonObject | string): Uint8Array =>
  new TextEncoder().encode(typeof record === 'string' ? record : JSON.stringify(record));

export const examineOne = (record: JsonObject | string, parts: Partial<ExaminerParts> = {}): Examined =>
  makeExaminer(parts).open()(bytesOf(record));

/** Throws where it was not taken in. */
export function examineRecord(record: JsonObject | string, parts: Partial<ExaminerParts> = {}) {
  const examined = examineOne(record, parts);
  if (examined.kind !== 'record') throw new Error(JSON.stringify(examined));
  return examined;
}
