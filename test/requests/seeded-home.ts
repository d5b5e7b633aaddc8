import { hash, randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { Role } from '../../core/api/session.ts';
import type { Home } from '../../runtime/home/home.ts';
import { shippedPlaybooks } from '../../runtime/home/shipped-playbooks.ts';
import { machineArn } from '../../runtime/home/place.ts';
import { type Mail, openServedHome, type ServedHome } from '../support/served-home.ts';
import type { Given } from './run-schemathesis.ts';

export interface SeededHome {
  readonly served: ServedHome;
  /** Of somebody with every role. */
  readonly token: string;
  readonly given: Given;
  readonly close: () => Promise<void>;
}

const examples = new URL('../../docs/examples/', import.meta.url);
/** Contained at once; asked about; more than one finding in one event. */
const events = ['ec2-cryptocurrency', 'iam-console-login', 'ec2-port-probe', 's3-bucket-public-control'];

/** Says that it is a finding, and is none. */
const unreadable = { 'detail-type': 'GuardDuty Finding', source: 'aws.guardduty', detail: {} };

/** A home in which something was contained and something waits for an answer. */
export async function openSeededHome(): Promise<SeededHome> {
  const token = randomBytes(32).toString('base64url');
  const person = { name: 'kim', roles: [...Role.options], tokenHash: hash('sha256', token) };
  const playbooks = await mkdtemp(join(tmpdir(), 'playbooks-'));
  await cp(shippedPlaybooks, playbooks, { recursive: true });
  const served = await openServedHome({ config: { server: { people: [person] } }, playbooks });
  for (const name of events)
    await served.send(JSON.parse(await readFile(new URL(`${name}.json`, examples), 'utf8')));
  for (const id of ['1', '2']) await served.send({ ...unreadable, id });
  // Each of the examples asks but the first.
  await vi.waitFor(
    async () => {
      if ((await served.readMail()).length < events.length - 1)
        throw new Error('not everything is asked yet');
    },
    { timeout: 20_000 },
  );
  const close = async (): Promise<void> => {
    await served.close();
    await rm(playbooks, { recursive: true });
  };
  return { served, token, given: await describe(served, token), close };
}

async function describe({ home, readMail, url }: ServedHome, token: string): Promise<Given> {
  const incidents = await home.stores.incidents.list();
  const questions = await home.stores.approvals.listWaiting();
  const mails = await readMail();
  const incident = { id: incidents.map(({ id }) => id) };
  const question = { id: questions.map(({ id }) => id) };
  const execution = { machine: ['response'], name: executionsOf(home, 'response') };
  const playbook = { id: ['isolate-compromised-instance'] };
  const link = { link: mails.map(lastPartOf) };
  return {
    ids: {
      '/api/incidents/': incident,
      '/api/approvals/': question,
      '/api/executions/': execution,
      '/api/playbooks/': playbook,
      '/approve/': link,
    },
    cursors: Object.fromEntries(await Promise.all(lists.map((path) => findCursor(url + path, token)))),
    secrets: [token, ...mails.flatMap((mail) => [mail.code, lastPartOf(mail)])],
  };
}

const lists = ['/api/incidents', '/api/executions', '/api/messages', '/api/approvals', '/api/dead-letters'];

/** Where the second page of a list begins. */
async function findCursor(url: string, token: string): Promise<readonly [string, readonly string[]]> {
  const answer = await fetch(`${url}?limit=1`, { headers: { authorization: `Bearer ${token}` } });
  const { next } = (await answer.json()) as { readonly next: string | null };
  if (next === null) throw new Error(`${url} has one entry only: nothing of its pages could be asked for`);
  return [new URL(url).pathname, [next]];
}

const executionsOf = ({ engine }: Home, machine: string): readonly string[] =>
  engine.list({ stateMachineArn: machineArn(machine) }).executions.map(({ name }) => name);
const lastPartOf = ({ link }: Mail): string => link.slice(link.lastIndexOf('/') + 1);
