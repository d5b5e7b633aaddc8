import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Incident } from '../../core/incident.ts';
import { fillParameters } from '../../core/lake/sql-text.ts';
import { findQuery, readNamedQueries } from '../../runtime/lake/named-queries.ts';
import { createManifest } from '../../runtime/lake/manifest.ts';
import { createLakeQueries } from '../../runtime/lake/query-lake.ts';
import { runQuery } from '../../runtime/lake/run-query.ts';
import { makeIncident, openStores } from '../support/incidents.ts';
import { closeTestLakes, openTestLake, removeFolder, temporaryFolder } from '../support/lake.ts';
import { logRows } from '../support/log-rows.ts';

const base = temporaryFolder();
let ask: (sql: string) => Promise<readonly (readonly unknown[])[]>;

const contained = (id: string, firstSeen: string, hours: number): Incident =>
  makeIncident({
    id,
    firstSeen,
    status: { state: 'contained' },
    milestones: { contained: new Date(Date.parse(firstSeen) + hours * 3_600_000).toISOString() },
  });

beforeAll(async () => {
  // Half of it is Parquet.
  const { lake, database } = await openTestLake(base, { closeAt: 1 });
  await lake.append('first', logRows.slice(0, 10));
  await lake.tend();
  await lake.append('second', logRows.slice(10));
  const { incidents } = openStores();
  const all = [
    contained('inc-1', '2026-01-08T10:00:00.000Z', 1),
    contained('inc-2', '2026-01-09T10:00:00.000Z', 2),
    makeIncident({ id: 'inc-3', firstSeen: '2026-01-12T10:00:00.000Z' }),
    makeIncident({ id: 'inc-4', firstSeen: '2026-01-01T10:00:00.000Z' }),
  ];
  await Promise.all(all.map((one) => incidents.create(one.id, one)));
  const queries = createLakeQueries({
    manifest: createManifest(database),
    folder: lake.folder,
    incidents,
    run: runQuery,
  });
  ask = async (sql) => (await queries.ask(sql, { mostRows: 50, longest: 30_000 })).rows;
});
afterAll(async () => {
  await closeTestLakes();
  removeFolder(base);
});

const alice = 'arn:aws:iam::111122223333:user/alice';
const account = '111122223333';
const home = '198.51.100.7';
const elsewhere = '203.0.113.66';

const expected: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  'bucket-volume': [['payroll', alice, home, 2, 3.5, '2026-01-11T02:00:00.000Z', '2026-01-11T02:01:00.000Z']],
  'busiest-sources': [
    ['signin.amazonaws.com', account, 4, 0, 1, '2026-01-08T08:00:10.000Z', '2026-01-11T01:01:10.000Z'],
    ['ec2.amazonaws.com', account, 3, 0, 1, '2026-01-08T09:00:10.000Z', '2026-01-10T09:00:10.000Z'],
    ['s3.amazonaws.com', account, 3, 0, 1, '2026-01-10T22:00:10.000Z', '2026-01-11T02:01:10.000Z'],
    ['sts.amazonaws.com', account, 2, 0, 1, '2026-01-11T03:00:10.000Z', '2026-01-11T03:01:10.000Z'],
    ['cloudtrail.amazonaws.com', account, 1, 0, 1, '2026-01-12T04:00:10.000Z', '2026-01-12T04:00:10.000Z'],
    ['iam.amazonaws.com', account, 1, 0, 1, '2026-01-10T22:05:10.000Z', '2026-01-10T22:05:10.000Z'],
    ['vpc-flow', account, 1, 0, 1, '2026-01-12T05:00:10.000Z', '2026-01-12T05:00:10.000Z'],
  ],
  'cross-account-roles': [
    [
      '444455556666',
      'arn:aws:iam::111122223333:role/partner',
      1,
      1,
      0,
      '2026-01-11T03:00:00.000Z',
      '2026-01-11T03:00:00.000Z',
    ],
  ],
  'denied-calls': [[alice, account, 2, 2, 2, 'CreateAccessKey', '2026-01-10T22:05:00.000Z']],
  'detections-by-day': [
    ['2026-01-10', 'denied-calls', 2, 1, 88],
    ['2026-01-10', 'key-for-other', 1, 1, 88],
  ],
  'failed-logins': [[elsewhere, 'NL', account, 2, 1, '2026-01-11T01:00:00.000Z', '2026-01-11T01:01:00.000Z']],
  'first-seen-countries': [
    ['arn:aws:iam::111122223333:root', 'DE', '2026-01-12T04:00:00.000Z', 1, home, 'DeleteTrail'],
    [
      'arn:aws:sts::111122223333:assumed-role/deploy/ci',
      'DE',
      '2026-01-11T03:01:00.000Z',
      1,
      home,
      'AssumeRole',
    ],
    [alice, 'NL', '2026-01-10T22:00:00.000Z', 4, elsewhere, 'ListBuckets'],
  ],
  'incidents-by-week': [
    ['2026-01-12', 1, 1, 0, 0, 1, null],
    ['2026-01-05', 2, 2, 2, 0, 0, 1.5],
  ],
  'key-use-by-address': [
    ['AKIAEXAMPLE1', alice, home, 'DE', 3, 1, '2026-01-08T09:00:00.000Z', '2026-01-10T09:00:00.000Z'],
    ['AKIAEXAMPLE1', alice, elsewhere, 'NL', 1, 1, '2026-01-10T22:00:00.000Z', '2026-01-10T22:00:00.000Z'],
  ],
  latency: [
    ['signin.amazonaws.com', 4, 10, 10, 10],
    ['ec2.amazonaws.com', 3, 10, 10, 10],
    ['s3.amazonaws.com', 3, 10, 10, 10],
    ['sts.amazonaws.com', 2, 10, 10, 10],
    ['cloudtrail.amazonaws.com', 1, 10, 10, 10],
    ['iam.amazonaws.com', 1, 10, 10, 10],
    ['vpc-flow', 1, 10, 10, 10],
  ],
  'listed-addresses': [
    [
      elsewhere,
      'tor-exits, own',
      90,
      's3.amazonaws.com',
      alice,
      1,
      '2026-01-10T22:00:00.000Z',
      '2026-01-10T22:00:00.000Z',
    ],
  ],
  'logins-without-mfa': [[alice, account, 1, 1, home, '2026-01-08T08:00:00.000Z']],
  'new-user-agents': [
    ['arn:aws:iam::111122223333:root', 'aws-cli/2', '2026-01-12T04:00:00.000Z', 1, home],
    ['arn:aws:sts::111122223333:assumed-role/deploy/ci', 'aws-cli/2', '2026-01-11T03:01:00.000Z', 1, home],
    [alice, 'pacu/1.0', '2026-01-10T22:00:00.000Z', 2, elsewhere],
  ],
  'rare-calls': [
    [
      'cloudtrail.amazonaws.com',
      'DeleteTrail',
      1,
      1,
      'arn:aws:iam::111122223333:root',
      '2026-01-12T04:00:00.000Z',
    ],
    ['iam.amazonaws.com', 'CreateAccessKey', 1, 1, alice, '2026-01-10T22:05:00.000Z'],
    ['s3.amazonaws.com', 'ListBuckets', 1, 1, alice, '2026-01-10T22:00:00.000Z'],
    [
      'sts.amazonaws.com',
      'AssumeRole',
      2,
      2,
      'arn:aws:sts::111122223333:assumed-role/deploy/ci',
      '2026-01-11T03:01:00.000Z',
    ],
    ['s3.amazonaws.com', 'GetObject', 2, 2, alice, '2026-01-11T02:01:00.000Z'],
    ['ec2.amazonaws.com', 'DescribeInstances', 4, 3, alice, '2026-01-10T09:00:00.000Z'],
  ],
  'risky-principals': [
    ['arn:aws:iam::111122223333:root', account, 97, 1, 1, 'DeleteTrail', '2026-01-12T04:00:00.000Z'],
    [alice, account, 88, 2, 11, 'CreateAccessKey', '2026-01-11T02:01:00.000Z'],
    [
      'arn:aws:sts::111122223333:assumed-role/deploy/ci',
      account,
      10,
      0,
      1,
      'AssumeRole',
      '2026-01-11T03:01:00.000Z',
    ],
    ['eni-1', account, 10, 0, 1, 'REJECT', '2026-01-12T05:00:00.000Z'],
  ],
  'root-activity': [
    ['2026-01-12T04:00:00.000Z', account, 'DeleteTrail', 'cloudtrail.amazonaws.com', home, 'DE', null, 97],
  ],
};

it('knows an answer for every query that ships', () => {
  expect(Object.keys(expected)).toEqual(readNamedQueries().map(({ name }) => name));
});

it.each(Object.entries(expected))('%s gives what the log rows have', async (name, rows) => {
  const sql = fillParameters(findQuery(name), { since: '2026-01-08T00:00:00.000Z', limit: 10 });
  expect(await ask(sql)).toEqual(rows);
});

it.each(readNamedQueries())('$name says what it shows and when one asks it', ({ shows, when }) => {
  expect(shows).toMatch(/^[A-Z].{20,110}\.$/);
  expect(when).toMatch(/^[A-Z].{40,}\.$/);
});
