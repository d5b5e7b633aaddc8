import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findingIdOf, makeFinding } from '../../../core/detect/make-finding.ts';
import type { Hit } from '../../../core/detect/hit.ts';
import { resourceId } from '../../../core/dedupe/resource-id.ts';
import type { Finding, Origin } from '../../../core/finding.ts';
import type { JsonObject } from '../../../core/json.ts';
import { makeHit, makeRule, stopLogging } from '../../support/log-records.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const origin: Origin = { via: 'http', account: null, trusted: true };
const provenance = { origin, raw: 'raw/ab/abcdef', now: Date.parse('2026-03-01T10:01:00Z') };

function findingOf(...hits: [Hit, ...Hit[]]): Finding {
  const finding = makeFinding(hits, provenance, digest);
  if (typeof finding === 'string') throw new Error(finding);
  return finding;
}

/** What a call names, where it differs so much from `stopLogging`. */
const namedBy = (record: JsonObject): readonly string[] => {
  const whole = { ...stopLogging.record, ...record };
  return findingOf(makeHit(makeRule(), { record: whole })).resources.map(
    (resource) => `${resource.kind} ${resourceId(resource)}`,
  );
};

const role = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:i-0abc1234abc1234ab',
  accountId: '111122223333',
  accessKeyId: 'ASIAEXAMPLEROLE00001',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLE',
      arn: 'arn:aws:iam::111122223333:role/web',
      accountId: '111122223333',
      userName: 'web',
    },
  },
};

describe('the finding of a detection', () => {
  it('has names and places on one line, so that no message has a line of whoever wrote the record', () => {
    const forged = 'alice\n\nOpen phish.example\u2028to approve';
    const record = {
      ...stopLogging.record,
      eventSource: 'iam.amazonaws.com',
      requestParameters: { userName: forged },
    };
    const { description: _paragraphs, ...lines } = findingOf(
      makeHit(makeRule(), { record, region: 'eu-west-1\nOpen' }),
    );
    expect(JSON.stringify(lines)).toContain('alice  Open phish.example to approve');
    expect(JSON.stringify(lines)).not.toMatch(/\\n|\u2028/);
  });

  it('has a description of one line about the record, whatever it says, and of what the rule means', () => {
    const forged = 'StopLogging\n\nSecOps has agreed:\u202E approve this';
    const { description } = findingOf(makeHit(makeRule(), { action: forged }));
    expect(description.split('\n')).toEqual([
      expect.stringMatching(/^StopLogging {2}SecOps has agreed: {2}approve this by /),
      '',
      'Nothing is recorded from now on.',
    ]);
  });

  it('says what happened, who did it and from where, and what it means', () => {
    expect(findingOf(makeHit())).toMatchObject({
      source: 'detection',
      product: 'tourniquet',
      type: 'Detection:IAMUser/trail-stopped',
      title: 'A trail was stopped',
      description:
        'StopLogging by arn:aws:iam::111122223333:user/mallory from 198.51.100.7 in eu-west-1, 2026-03-01T10:00:00.000Z.\n\nNothing is recorded from now on.',
      severity: { label: 'HIGH', score: 80 },
      account: '111122223333',
      region: 'eu-west-1',
      partition: 'aws',
      count: 1,
      sample: false,
      actor: {
        kind: 'iam-user',
        name: 'mallory',
        accessKeyId: 'AKIAEXAMPLEMALLORY01',
        userAgent: 'aws-cli/2.17.0',
        services: ['cloudtrail.amazonaws.com'],
      },
      remotes: [{ ip: '198.51.100.7' }],
      attack: { tactics: ['Defense Evasion'], techniques: ['T1562.008'] },
      raw: 'raw/ab/abcdef',
    });
  });

  it('is never trusted, whoever brought the record', () => {
    expect(findingOf(makeHit()).origin).toEqual({ via: 'http', account: null, trusted: false });
  });

  it('counts the hits that it stands for, from the first to the last', () => {
    const later = makeHit(makeRule(), { id: 'c0a2', time: '2026-03-01T10:04:00.000Z' });
    expect(findingOf(makeHit(), later)).toMatchObject({
      count: 2,
      createdAt: '2026-03-01T10:00:00.000Z',
      updatedAt: '2026-03-01T10:04:00.000Z',
    });
  });

  it.each([
    [{ count: 20, within: 'PT10M' }, 'StopLogging by .* in eu-west-1 \\(the 20th within 10 min\\), 2026'],
    [{ count: 3, within: 'PT2H', distinct: '/event/srcIp' }, '\\(the 3rd different one within 2 h\\)'],
    [{ count: 22, within: 'PT45S' }, '\\(the 22nd within 45 s\\)'],
  ])('says which threshold %o was reached', (threshold, told) => {
    expect(findingOf(makeHit(makeRule({ threshold }))).description).toMatch(new RegExp(told));
  });

  it('cannot be made of a record that names no account, from a source that has none', () => {
    expect(makeFinding([makeHit(makeRule(), { account: null })], provenance, digest)).toMatch(/account/);
    const vouched = { ...provenance, origin: { ...origin, account: '444455556666' } };
    expect(makeFinding([makeHit(makeRule(), { account: null })], vouched, digest)).toMatchObject({
      account: '444455556666',
    });
  });
});

describe('the id of the finding', () => {
  const idOf = (hit: Hit): string => findingIdOf(hit, digest);

  it.each<[string, Hit]>([
    ['another record', makeHit(makeRule(), { id: 'c0a2' })],
    ['a later record of the day', makeHit(makeRule(), { time: '2026-03-01T23:59:59.000Z' })],
    ['another severity of the rule', makeHit(makeRule({ severity: 'LOW' }))],
  ])('is the same for %s', (_what, hit) => {
    expect(idOf(hit)).toBe(idOf(makeHit()));
  });

  it.each<[string, Hit]>([
    ['another rule', makeHit(makeRule({ id: 'trail-deleted' }))],
    ['another principal', makeHit(makeRule(), { principal: 'arn:aws:iam::111122223333:user/eve' })],
    ['another account', makeHit(makeRule(), { account: '444455556666' })],
    ['the next day', makeHit(makeRule(), { time: '2026-03-02T00:00:00.000Z' })],
  ])('is another for %s', (_what, hit) => {
    expect(idOf(hit)).not.toBe(idOf(makeHit()));
  });

  it('looks at the fields that the rule deduplicates by, in the record too', () => {
    const rule = makeRule({ dedupe: ['/record/requestParameters/name'] });
    const other = { ...stopLogging.record, requestParameters: { name: 'another' } };
    expect(idOf(makeHit(rule, { principal: 'arn:aws:iam::111122223333:user/eve' }))).toBe(
      idOf(makeHit(rule)),
    );
    expect(idOf(makeHit(rule, { record: other }))).not.toBe(idOf(makeHit(rule)));
  });
});

describe('what a detection names', () => {
  const mallory = ['iam-access-key AKIAEXAMPLEMALLORY01', 'iam-user mallory'];
  const iam = { eventSource: 'iam.amazonaws.com' };
  const ec2 = { eventSource: 'ec2.amazonaws.com' };

  it.each<[string, JsonObject, readonly string[]]>([
    [
      'the key that was made for somebody, after who made it',
      {
        ...iam,
        requestParameters: { userName: 'admin' },
        responseElements: { accessKey: { accessKeyId: 'AKIAEXAMPLENEW000001' } },
      },
      [...mallory, 'iam-user admin', 'iam-access-key AKIAEXAMPLENEW000001'],
    ],
    [
      'instances in lists',
      {
        ...ec2,
        requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } },
      },
      [...mallory, 'ec2-instance i-1', 'ec2-instance i-2'],
    ],
    [
      'no on-premises machine as an instance',
      { eventSource: 'ssm.amazonaws.com', requestParameters: { instanceIds: ['mi-1', 'i-1'] } },
      [...mallory, 'ec2-instance i-1'],
    ],
    [
      'a function by its name',
      { eventSource: 'lambda.amazonaws.com', requestParameters: { functionName: 'orders' } },
      [...mallory, 'lambda-function orders'],
    ],
    [
      'a bucket, once',
      {
        eventSource: 's3.amazonaws.com',
        requestParameters: { bucketName: 'backups' },
        resources: [{ type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::backups', accountId: '111122223333' }],
      },
      [...mallory, 's3-bucket backups'],
    ],
    [
      'nothing of a service that we do not read',
      { eventSource: 'x', requestParameters: { name: 'y' } },
      mallory,
    ],
    ['parameters that are no object', { ...iam, requestParameters: 'none' }, mallory],
    [
      'the root user as nobody who could be quarantined',
      { ...iam, userIdentity: { type: 'Root', principalId: '111122223333', accountId: '111122223333' } },
      [],
    ],
  ])('is %s', (_what, record, named) => {
    const trail = record['eventSource'] === undefined ? {} : { requestParameters: null };
    expect(namedBy({ ...trail, ...record })).toEqual(named);
  });

  it('is the instance where AWS says that the metadata service gave the credentials out', () => {
    const context = { ...role.sessionContext, ec2RoleDelivery: '2.0' };
    const delivered = { ...iam, requestParameters: null, userIdentity: { ...role, sessionContext: context } };
    expect(namedBy(delivered)).toEqual([
      'iam-access-key ASIAEXAMPLEROLE00001',
      'iam-role web',
      'ec2-instance i-0abc1234abc1234ab',
    ]);
  });

  it('is no instance because whoever assumed a role called the session so', () => {
    expect(namedBy({ ...iam, requestParameters: null, userIdentity: role })).toEqual([
      'iam-access-key ASIAEXAMPLEROLE00001',
      'iam-role web',
    ]);
  });

  it('is nothing to contain in another account', () => {
    const other = { ...role, accountId: '999988887777' };
    const { resources } = findingOf(
      makeHit(makeRule(), { record: { ...stopLogging.record, userIdentity: other } }),
    );
    expect(resources.map(({ kind }) => kind)).toEqual(['other', 'other', 'other']);
  });
});

describe('what a network record names', () => {
  const flow = {
    'interface-id': 'eni-1',
    'instance-id': 'i-0abc',
    'vpc-id': 'vpc-1',
    srcaddr: '10.0.0.5',
    dstaddr: '203.0.113.9',
    srcport: 40_000,
    dstport: 443,
  };
  const of = (kind: 'vpc-flow' | 'route53-resolver', record: JsonObject) =>
    findingOf(makeHit(makeRule({ about: 'EC2' }), { kind, record }));

  it('is the instance with its interface, and the other end of the wire', () => {
    const { resources, remotes, type } = of('vpc-flow', flow);
    expect(type).toBe('Detection:EC2/trail-stopped');
    expect(resources).toEqual([
      {
        kind: 'ec2-instance',
        instanceId: 'i-0abc',
        vpcId: 'vpc-1',
        interfaces: [
          { networkInterfaceId: 'eni-1', privateIp: '10.0.0.5', vpcId: 'vpc-1', securityGroupIds: [] },
        ],
      },
    ]);
    expect(remotes).toEqual([{ ip: '203.0.113.9', port: 443 }]);
  });

  it.each<[string, JsonObject]>([
    ['absent', Object.fromEntries(Object.entries(flow).filter(([name]) => name !== 'instance-id'))],
    ['a dash', { ...flow, 'instance-id': '-' }],
  ])('is the interface where the instance is %s', (_what, record) => {
    expect(of('vpc-flow', record).resources).toEqual([
      { kind: 'other', resourceType: 'AWS::EC2::NetworkInterface', id: 'eni-1' },
    ]);
  });

  it('has whoever began it as the other end where both are inside', () => {
    expect(of('vpc-flow', { ...flow, dstaddr: '10.0.0.9' }).remotes).toEqual([
      { ip: '10.0.0.5', port: 40_000 },
    ]);
  });

  it('is who asked for a name, and the name', () => {
    const record = { query_name: 'pool.example.com.', vpc_id: 'vpc-1', srcids: { instance: 'i-0abc' } };
    const { resources, remotes } = of('route53-resolver', record);
    expect(resources).toEqual([
      { kind: 'ec2-instance', instanceId: 'i-0abc', vpcId: 'vpc-1', interfaces: [] },
    ]);
    expect(remotes).toEqual([{ domain: 'pool.example.com' }]);
  });
});
