import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Origin } from '../../core/finding.ts';
import type { JsonObject } from '../../core/json.ts';
import { normaliseOne } from '../support/findings/normalise-event.ts';
import { openTestHome, pictureOf, type TestHome } from '../support/home.ts';
import { asff, guardDuty, guardDutyApi, ocsf, type Subject, subjectOf } from './wire.ts';

let home: TestHome;
beforeAll(async () => {
  home = await openTestHome({ answer: 'approved' });
  // The group that isolates is made once for a VPC, by whoever comes first.
  await home.send(guardDuty(subjectOf('instance')));
});
afterAll(async () => await home.close());

/** What containing one instance takes, where the VPC has its isolation group already. */
const isolation = [
  'CreateSnapshots',
  'CreateSecurityGroup',
  'AuthorizeSecurityGroupIngress',
  'ModifyNetworkInterfaceAttribute',
  'ModifyNetworkInterfaceAttribute',
  'DeleteSecurityGroup',
];

const changesOf = (incident: string): readonly string[] =>
  home.accounts
    .calls()
    .filter((call) => call.incident === incident && call.purpose !== 'write-back')
    .map(({ command }) => command);

const cardOf = ({ name }: Subject) => {
  const picture = pictureOf(home);
  const card = picture['network-interface'].find(({ attachment }) => attachment?.instanceId === name);
  const names = new Map(picture['security-group'].map(({ groupId, groupName }) => [groupId, groupName]));
  return card?.groups.map((id) => names.get(id));
};

const findingsOf = async ({ id }: Subject) =>
  (await home.report()).findings.filter((finding) => finding.id.endsWith(id));

describe('the same finding again', () => {
  it('is one incident with two occurrences and one containment', async () => {
    const subject = subjectOf('instance');
    await home.send(guardDuty(subject));
    await home.send(guardDuty(subject));
    const incident = await home.incident(subject.name);
    expect(incident).toMatchObject({ status: 'contained', occurrences: 2, revision: 1 });
    expect(changesOf(incident.id)).toEqual(isolation);
  });

  it('redelivered is not another occurrence', async () => {
    const subject = subjectOf('key');
    for (const delivery of ['eventbridge-1', 'eventbridge-1', 'eventbridge-1'])
      await home.send(guardDuty(subject), { delivery });
    const incident = await home.incident(subject.name);
    expect(incident).toMatchObject({ occurrences: 1 });
    expect(changesOf(incident.id)).toEqual(['UpdateAccessKey']);
  });

  it('100 times at once is one incident with 100 occurrences, and each action is applied once', async () => {
    const subject = subjectOf('instance');
    await home.send(Array.from({ length: 100 }, () => guardDuty(subject)));
    const incident = await home.incident(subject.name);
    expect(incident).toMatchObject({ status: 'contained', occurrences: 100, revision: 1 });
    expect(changesOf(incident.id)).toEqual(isolation);
    const { executions, notifications } = await home.report();
    const responses = executions.filter(({ name }) => name.startsWith(incident.id));
    expect(responses.map(({ stateMachine }) => stateMachine).toSorted()).toEqual([
      'playbook-isolate-compromised-instance',
      'response',
    ]);
    const told = notifications.filter((message) => message.incident === incident.id);
    expect(told.map(({ kind }) => kind)).toEqual(['alert', 'outcome']);
  });

  it('worse than before is a new revision: told again, and answered again', async () => {
    const subject = subjectOf('instance', { severity: 5 });
    await home.send(guardDuty(subject));
    await home.send(guardDuty({ ...subject, severity: 9.2, updatedAt: '2026-11-18T10:41:07.233Z' }));
    const incident = await home.incident(subject.name);
    expect(incident).toMatchObject({ revision: 2, occurrences: 2, status: 'contained' });
    expect(incident.severity.label).toBe('CRITICAL');
    expect(changesOf(incident.id).filter((command) => command.startsWith('Modify'))).toHaveLength(2);
    const { notifications } = await home.report();
    const ids = notifications.filter((m) => m.incident === incident.id).map(({ id }) => id);
    expect(ids).toContain(`${incident.id}-r2-alert`);
  });
});

const routes = { guardDuty, asff, ocsf };
const orders: (keyof typeof routes)[][] = [
  ['guardDuty', 'asff', 'ocsf'],
  ['guardDuty', 'ocsf', 'asff'],
  ['asff', 'guardDuty', 'ocsf'],
  ['asff', 'ocsf', 'guardDuty'],
  ['ocsf', 'guardDuty', 'asff'],
  ['ocsf', 'asff', 'guardDuty'],
];

describe('one GuardDuty finding by several routes', () => {
  it.for(orders)('%s, %s, %s is one finding, one occurrence, one containment', async (order) => {
    const subject = subjectOf('instance');
    for (const route of order) await home.send(routes[route](subject));
    await expectOnce(subject, 1);
  });

  it('at once is one finding, one occurrence, one containment', async () => {
    const subject = subjectOf('instance');
    await home.send(Object.values(routes).map((route) => route(subject)));
    await expectOnce(subject, 1);
  });

  it('several times each counts by the busiest route', async () => {
    const subject = subjectOf('instance');
    const times = (event: JsonObject, count: number) => Array.from({ length: count }, () => event);
    await home.send([
      ...times(guardDuty(subject), 3),
      ...times(asff(subject), 2),
      ...times(ocsf(subject), 1),
      ...times(guardDutyApi(subject), 1),
    ]);
    await expectOnce(subject, 4);
  });

  const expectOnce = async (subject: Subject, occurrences: number): Promise<void> => {
    const incident = await home.incident(subject.name);
    expect(incident).toMatchObject({ status: 'contained', occurrences, revision: 1 });
    expect(changesOf(incident.id)).toEqual(isolation);
    expect(await findingsOf(subject)).toHaveLength(1);
  };
});

describe('two different findings on one instance', () => {
  it.for([
    ['first', 'second'],
    ['second', 'first'],
  ] as const)(
    'contain it once and hold it twice: released only with the last (%s, then %s)',
    async (releases) => {
      const first = subjectOf('instance');
      const second = subjectOf('instance', { name: first.name, type: 'CryptoCurrency:EC2/BitcoinTool.B' });
      await home.send(guardDuty(first));
      await home.send(guardDuty(second));
      const { incidents } = await home.report();
      const found = incidents.filter(({ resource }) => resource.id === first.name);
      expect(found.map(({ status }) => status)).toEqual(['contained', 'contained']);
      const byType = {
        first: found.find((i) => i.type === first.type),
        second: found.find((i) => i.type === second.type),
      };
      const all = found.flatMap(({ id }) => changesOf(id));
      expect(all.filter((command) => command.startsWith('Modify'))).toHaveLength(2);
      expect(cardOf(first)).toEqual(['tourniquet-isolation']);

      const [one, last] = releases;
      const early = await home.release(byType[one]?.id ?? '', 'ana');
      expect(early.released).toBe(true);
      expect(early.undone).toEqual([]);
      expect(cardOf(first)).toEqual(['tourniquet-isolation']);

      const late = await home.release(byType[last]?.id ?? '', 'ana');
      expect(late.released).toBe(true);
      expect(late.undone.map(({ action }) => action)).toContain('ec2.isolate-instance');
      expect(cardOf(first)).not.toContain('tourniquet-isolation');
    },
  );

  it('at once contain it once', async () => {
    const first = subjectOf('instance');
    const second = subjectOf('instance', { name: first.name, type: 'CryptoCurrency:EC2/BitcoinTool.B' });
    await home.send([guardDuty(first), guardDuty(second)]);
    const { incidents } = await home.report();
    const found = incidents.filter(({ resource }) => resource.id === first.name);
    expect(found.map(({ status }) => status)).toEqual(['contained', 'contained']);
    const all = found.flatMap(({ id }) => changesOf(id));
    expect(all.filter((command) => command.startsWith('Modify'))).toHaveLength(2);
    expect(cardOf(first)).toEqual(['tourniquet-isolation']);
  });

  it('released, and told again as it was before, stays released', async () => {
    const subject = subjectOf('key');
    await home.send(guardDuty(subject));
    const { id } = await home.incident(subject.name);
    await home.release(id, 'ana');
    await home.send(guardDuty(subject));
    expect(await home.incident(subject.name)).toMatchObject({
      status: 'released',
      revision: 1,
      occurrences: 2,
    });
    expect(changesOf(id)).toEqual(['UpdateAccessKey', 'UpdateAccessKey']);
  });

  it.each([
    ['approved', 'contained', 3],
    ['rejected', 'not-contained', 2],
  ] as const)(
    'released, and seen again since, is asked about first: %s',
    async (decision, status, changes) => {
      const asked = await openTestHome({ answer: decision });
      const subject = subjectOf('key');
      await asked.send(guardDuty(subject));
      const { id } = await asked.incident(subject.name);
      await asked.release(id, 'ana');
      const later = new Date(asked.clock.now() + 3_600_000).toISOString();
      await asked.send(guardDuty({ ...subject, updatedAt: later }));
      expect(await asked.incident(subject.name)).toMatchObject({ status, revision: 2, occurrences: 2 });
      expect(asked.accounts.calls().filter(({ incident }) => incident === id)).toHaveLength(changes);
      await asked.close();
    },
  );

  it('is answered once more when a person asks, though its finding only repeats', async () => {
    const subject = subjectOf('key');
    const paused = { paused: true, by: 'ana', at: new Date(0).toISOString(), reason: 'drill' };
    await home.stores.controls.set(paused);
    await home.send(guardDuty(subject));
    const { id } = await home.incident(subject.name);
    await home.stores.controls.set({ ...paused, paused: false });
    await home.send(guardDuty(subject));
    expect(await home.incident(subject.name)).toMatchObject({ status: 'not-contained', revision: 1 });
    await home.respond(id, 'ana');
    await home.finish();
    expect(await home.incident(subject.name)).toMatchObject({ status: 'contained', revision: 2 });
    expect(changesOf(id)).toEqual(['UpdateAccessKey']);
  });
});

const service = (event: JsonObject, changes: JsonObject): JsonObject => {
  const detail = event['detail'] as JsonObject;
  return { ...event, detail: { ...detail, service: { ...(detail['service'] as JsonObject), ...changes } } };
};

const samples: Record<string, (subject: Subject) => JsonObject> = {
  'additionalInfo.sample': (subject) => service(guardDuty(subject), { additionalInfo: { sample: true } }),
  'additionalInfo.value, JSON in text': (subject) =>
    service(guardDuty(subject), { additionalInfo: { value: '{"sample":true}', type: 'default' } }),
  "the title's mark": (subject) => guardDuty({ ...subject, title: `[SAMPLE] ${subject.title}` }),
  "ASFF's Sample": (subject) => asff(subject, { Sample: true }),
  "ASFF's product fields": (subject) =>
    asff(subject, { ProductFields: { 'aws/guardduty/service/additionalInfo/sample': 'true' } }),
  "OCSF's label": (subject) =>
    ocsf(subject, {
      metadata: {
        labels: ['sample'],
        product: { name: 'GuardDuty', uid: 'arn:aws:securityhub:us-east-1::productv2/aws/guardduty' },
      },
    }),
};

describe('a sample finding', () => {
  it.for(Object.keys(samples))('flagged by %s changes nothing in the account', async (form) => {
    const subject = subjectOf('instance');
    const event = samples[form]?.(subject) ?? {};
    await home.accounts.seed(normaliseOne(event));
    const before = pictureOf(home);
    await home.send(event);
    const incident = await home.incident(subject.name);
    expect(incident.playbooks).toEqual([
      { id: 'isolate-compromised-instance', status: 'shadowed', mode: 'shadow' },
    ]);
    expect(incident.actions.map(({ status }) => status)).toEqual(['planned', 'planned']);
    expect(incident).toMatchObject({ status: 'not-contained', reason: expect.stringContaining('shadow') });
    expect(pictureOf(home)).toEqual(before);
  });

  it('never joins the incident of a real one, nor holds it back', async () => {
    const subject = subjectOf('key');
    const sample = service(guardDuty(subject), { additionalInfo: { sample: true } });
    await home.send([sample, guardDuty(subject)]);
    const { incidents } = await home.report();
    const found = incidents.filter(({ resource }) => resource.id === subject.name);
    expect(found.map(({ status }) => status).toSorted()).toEqual(['contained', 'not-contained']);
  });
});

describe('where a finding comes from', () => {
  const origins: Origin[] = [
    { via: 'http', account: null, trusted: false },
    { via: 'stream', account: null, trusted: false },
  ];

  it.for(origins)(
    'by $via, vouched for by nobody, never runs in mode auto: a person is asked',
    async (origin) => {
      const subject = subjectOf('instance');
      // `home` says yes to everything; what was changed before it was asked shows in the order.
      const changed = home.accounts.calls().length;
      const asked: number[] = [];
      home.onQuestion(() => void asked.push(home.accounts.calls().length));
      await home.send(guardDuty(subject), { origin });
      const incident = await home.incident(subject.name);
      expect(asked[0]).toBe(changed);
      expect(incident.playbooks).toEqual([expect.objectContaining({ mode: 'approve' })]);
      expect(incident.approvals.map(({ step }) => step).toSorted()).toEqual(['evidence', 'isolate']);
      expect(incident.status).toBe('contained');
    },
  );

  it('an archived finding is stored, and answered by nothing', async () => {
    const subject = subjectOf('key');
    const archived = [
      service(guardDuty(subject), { archived: true }),
      asff(subject, { RecordState: 'ARCHIVED' }),
      asff(subject, { Workflow: { Status: 'SUPPRESSED' } }),
      ocsf(subject, { status_id: 5 }),
    ];
    for (const event of archived) await home.send(event);
    const incident = await home.incident(subject.name);
    expect(incident).toMatchObject({
      status: 'not-contained',
      reason: 'the finding is archived',
      playbooks: [],
    });
    expect(incident.timeline.map(({ kind }) => kind)).not.toContain('alert.told');
    expect(await findingsOf(subject)).toMatchObject([{ archived: true }]);
    expect(changesOf(incident.id)).toEqual([]);
  });

  it('an archived finding that a person chooses in Security Hub is answered', async () => {
    const subject = subjectOf('key');
    const chosen = asff(subject, { Workflow: { Status: 'RESOLVED' } });
    await home.send({ ...chosen, 'detail-type': 'Security Hub Findings - Custom Action' });
    expect(await home.incident(subject.name)).toMatchObject({ status: 'contained' });
  });
});

describe('a finding with no fitting playbook', () => {
  it.for([
    { what: 'of a type that none names', type: 'Discovery:S3/TorIPCaller', severity: 8, told: 'alert.told' },
    {
      what: 'of a type that nobody knows',
      type: 'Nonsense:EC2/Unheard',
      severity: 5,
      told: 'alert.not-told',
    },
  ])('$what ends stored, scored and escalated', async ({ type, severity, told }) => {
    const subject = subjectOf('instance', { type, severity });
    await home.send(guardDuty(subject));
    const incident = await home.incident(subject.name);
    expect(incident).toMatchObject({ status: 'not-contained', reason: 'no playbook fits', playbooks: [] });
    expect(incident.timeline.map(({ kind }) => kind)).toEqual(['finding.opened', told, 'playbooks.selected']);
    expect(incident.risk.factors.length).toBeGreaterThan(0);
    expect(await findingsOf(subject)).toHaveLength(1);
    const { executions } = await home.report();
    expect(executions.filter(({ name }) => name.startsWith(incident.id))).toEqual([]);
  });
});
