import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountPicture } from '../../runtime/account/picture.ts';
import { openTestHome, pictureOf, type TestHome } from '../support/home.ts';
import { formatNames, formats, type Subject, subjectOf } from './wire.ts';

/** What the account must look like afterwards. */
interface Expectation {
  readonly playbook: string;
  readonly actions: readonly string[];
  readonly state: (picture: AccountPicture, subject: Subject) => unknown;
  readonly contained: unknown;
}

const groupsOf = (picture: AccountPicture, { name }: Subject) => {
  const groups = new Map(picture['security-group'].map((group) => [group.groupId, group]));
  return picture['network-interface']
    .filter(({ attachment }) => attachment?.instanceId === name)
    .flatMap((card) => card.groups.map((id) => groups.get(id)))
    .map((group) => ({
      name: group?.groupName,
      rules: [...(group?.ingress ?? []), ...(group?.egress ?? [])],
    }));
};

const expectations: Record<Subject['resource'], Expectation> = {
  instance: {
    playbook: 'isolate-compromised-instance',
    actions: ['ec2.snapshot-volumes', 'ec2.isolate-instance'],
    state: groupsOf,
    contained: [{ name: 'tourniquet-isolation', rules: [] }],
  },
  key: {
    playbook: 'disable-compromised-key',
    actions: ['iam.disable-access-key'],
    state: (picture, { name }) => picture['access-key'].find((key) => key.accessKeyId === name)?.status,
    contained: 'Inactive',
  },
  session: {
    playbook: 'revoke-stolen-role-session',
    actions: ['iam.revoke-role-sessions'],
    state: (picture, { name }) =>
      picture.role
        .filter(({ roleName }) => roleName === name)
        .flatMap(({ inline }) => inline.map(({ document }) => JSON.parse(document).Statement))
        .flat()
        .map(({ Effect, Action }) => `${Effect} ${String(Action)}`),
    contained: ['Deny *'],
  },
  bucket: {
    playbook: 'close-public-bucket',
    actions: ['s3.block-public-access'],
    state: (picture, { name }) =>
      Object.values(picture.bucket.find(({ bucketName }) => bucketName === name)?.publicAccessBlock ?? {}),
    contained: [true, true, true, true],
  },
};

const cases = (Object.keys(expectations) as Subject['resource'][]).flatMap((resource) =>
  formatNames.map((format) => ({ resource, format, subject: subjectOf(resource) })),
);

describe('a finding', () => {
  let home: TestHome;
  beforeAll(async () => {
    home = await openTestHome();
    await home.send(cases.map(({ format, subject }) => formats[format](subject)));
  });
  afterAll(async () => await home.close());

  it.for(cases)('about the $resource by $format is contained', async ({ resource, subject }) => {
    const { playbook, actions, state, contained } = expectations[resource];
    const incident = await home.incident(subject.name);
    expect(incident).toMatchObject({ status: 'contained', reason: null, occurrences: 1, revision: 1 });
    expect(incident.playbooks).toEqual([{ id: playbook, status: 'succeeded', mode: 'auto' }]);
    expect(incident.actions.map(({ action, status, verified }) => [action, status, verified])).toEqual(
      actions.map((action) => [action, 'applied', 'contained']),
    );
    expect(state(pictureOf(home), subject)).toEqual(contained);
  });

  it('has a triage, a response and a playbook run, and all of them succeed', async () => {
    const { executions, deadLetters, notifications } = await home.report();
    expect(new Set(executions.map(({ status }) => status))).toEqual(new Set(['SUCCEEDED']));
    const count = (machine: string) =>
      executions.filter(({ stateMachine }) => stateMachine.startsWith(machine)).length;
    expect([count('triage'), count('response'), count('playbook-')]).toEqual([16, 16, 16]);
    expect(notifications.filter(({ kind }) => kind === 'alert')).toHaveLength(cases.length);
    expect(notifications.filter(({ kind }) => kind === 'outcome')).toHaveLength(cases.length);
    expect(deadLetters).toEqual([]);
  });
});
