import { hash } from 'node:crypto';
import type { Incident } from '../../core/incident.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { createStores } from '../../core/records/stores.ts';
import { openDatabase } from '../../runtime/store/database.ts';
import { createSqliteTable } from '../../runtime/store/sqlite-table.ts';

const at = '2026-11-20T00:00:00.000Z';

/** A clock that stands still. */
export const noon: Clock = { now: () => Date.parse(at) };

/** Every kind of record, in memory. */
export const openStores = () =>
  createStores({
    table: createSqliteTable(openDatabase(':memory:')),
    clock: noon,
    digest: (text) => hash('sha256', text),
  });

/** An incident about an instance, opened by one HIGH finding. */
export const makeIncident = (changes: Partial<Incident> = {}): Incident => ({
  id: 'inc-1',
  key: 'key',
  windowStart: at,
  type: 'Backdoor:EC2/C&CActivity.B',
  title: 'Command and control',
  account: '111122223333',
  region: 'us-east-1',
  resource: { kind: 'ec2-instance', id: 'i-1' },
  status: { state: 'open' },
  severity: { label: 'HIGH', score: 80 },
  risk: { score: 80, level: 'HIGH', factors: [], weights: '1' },
  firstSeen: at,
  lastSeen: at,
  sample: false,
  trusted: true,
  archived: false,
  findings: [],
  revisions: [{ number: 1, causedBy: 'delivery-1/0', reason: 'first finding', at }],
  alerted: 0,
  started: 0,
  ...changes,
});
