import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { BrowserContext } from 'playwright-core';
import { Role } from '../../../core/api/session.ts';
import { createLeapingClock } from '../../support/leaping-clock.ts';
import { openServedHome, type ServedHome } from '../../support/served-home.ts';

interface Happening {
  readonly example: string;
  /** After the one before. */
  readonly hours: number;
  /** What becomes of its question. @default nobody answers */
  readonly answer?: 'approved' | 'rejected';
  /** After so many hours somebody undoes it. */
  readonly undoneAfter?: number;
}

/** What happened in a fortnight: the examples that ship, some again. */
const happenings: readonly Happening[] = [
  { hours: 0, example: 's3-bucket-made-public' },
  { hours: 20, example: 'ec2-port-probe', answer: 'approved', undoneAfter: 2 },
  { hours: 31, example: 'role-credentials-exfiltrated', undoneAfter: 7 },
  { hours: 9, example: 'kubernetes-privileged-container' },
  { hours: 44, example: 'security-group-open', answer: 'rejected' },
  { hours: 5, example: 'exposed-access-key', undoneAfter: 3 },
  { hours: 30, example: 'rds-brute-force' },
  { hours: 3, example: 'lambda-command-and-control' },
  { hours: 26, example: 'ecs-task-mining' },
  { hours: 49, example: 'root-credentials-used' },
  { hours: 28, example: 's3-object-malware' },
  { hours: 21, example: 'attack-sequence' },
  { hours: 19, example: 'eks-pod-mining', answer: 'rejected' },
  { hours: 7, example: 'iam-key-compromised' },
  { hours: 2, example: 'ec2-cryptocurrency' },
  { hours: 1, example: 'iam-console-login' },
];

const hour = 3_600_000;
const start = Date.UTC(2026, 10, 8, 6, 12);

/** Each look at the clock takes a moment: the same moments, however busy the machine is. */
function createMoments(): () => number {
  let moment = 0;
  return () => (moment += 3);
}

const token = 'of-kim';
const kim = { name: 'kim', roles: [...Role.options], tokenHash: hash('sha256', token) };

export interface Fortnight extends ServedHome {
  /** Who looks: kim, who has every role. */
  readonly signIn: (context: BrowserContext) => Promise<void>;
}

/** A home with a past, the same each time: enough for every page to have something to show. */
export async function openFortnight(): Promise<Fortnight> {
  const clock = createLeapingClock(start, createMoments());
  const served = await openServedHome({ clock, config: { server: { people: [kim] } } });
  for (const happening of happenings) await happen(served, happening);
  await served.send(unreadable);
  return {
    ...served,
    signIn: async ({ request }) => {
      const headers = { origin: served.url };
      const answer = await request.post(`${served.url}/api/session`, { headers, data: { token } });
      if (!answer.ok()) throw new Error(`kim may not come in: ${await answer.text()}`);
    },
  };
}

/** Says that it is a finding, and is none. */
const unreadable = {
  id: '4d6f7f6e-5c2e-4b86-9a14-0e6f2d8c1b35',
  'detail-type': 'GuardDuty Finding',
  source: 'aws.guardduty',
  account: '111122223333',
  region: 'us-east-1',
  detail: { type: 'Backdoor:EC2/C&CActivity.B', severity: 'very' },
};

const examples = new URL('../../../docs/examples/', import.meta.url);

async function happen(served: ServedHome, happening: Happening): Promise<void> {
  const { home, clock, send } = served;
  const { hours, example, answer, undoneAfter } = happening;
  clock.leap(hours * hour);
  await settle(home);
  await send(JSON.parse(await readFile(new URL(`${example}.json`, examples), 'utf8')));
  await settle(home);
  if (answer !== undefined) await answerAs(served, answer);
  if (undoneAfter === undefined) return;
  clock.leap(undoneAfter * hour);
  await settle(home);
  const [newest] = await home.stores.incidents.list();
  if (newest !== undefined) await home.release(newest.id, 'kim');
}

async function answerAs({ home, clock }: ServedHome, decision: 'approved' | 'rejected'): Promise<void> {
  const [question] = await home.waitingApprovals();
  if (question === undefined) throw new Error('nobody is asked');
  clock.leap(hour / 10);
  await home.decide(question.id, { decision, by: 'ana', from: { via: 'link' } });
  await settle(home);
}

/** Until nothing is done any more, and what still runs waits for people or for time. */
async function settle({ isBusy }: ServedHome['home']): Promise<void> {
  for (let quiet = 0; quiet < 50; quiet += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (isBusy()) quiet = 0;
  }
}
