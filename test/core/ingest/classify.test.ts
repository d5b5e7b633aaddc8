import { describe, expect, it } from 'vitest';
import { parseThreatList } from '../../../core/intel/threat-list.ts';
import type { JsonObject } from '../../../core/json.ts';
import { call, examineOne, examineRecord, now, query } from './records.ts';

/** The classified fields, and those of the lake's row that are made of them. */
function classifiedAs(record: JsonObject | string) {
  const { record: inner, ...fields } = examineRecord(record).record;
  return { ...fields, inner };
}

const session = (identity: JsonObject) => ({ ...call, userIdentity: identity });
const role = 'arn:aws:iam::111122223333:role/deploy';

/** What a CloudTrail record says of who did it, and whom it names. */
const identities: readonly [string, JsonObject, string | null][] = [
  ['an IAM user, by ARN', call.userIdentity, 'arn:aws:iam::111122223333:user/anaya'],
  [
    'the root user',
    { type: 'Root', arn: 'arn:aws:iam::111122223333:root', principalId: '111122223333' },
    'arn:aws:iam::111122223333:root',
  ],
  [
    'an assumed role, as the role and not as the session that its user named',
    {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:anything',
      arn: 'arn:aws:sts::111122223333:assumed-role/deploy/anything',
      sessionContext: { sessionIssuer: { type: 'Role', arn: role }, attributes: {} },
    },
    role,
  ],
  [
    'a federated user, as who federated it',
    {
      type: 'FederatedUser',
      arn: 'arn:aws:sts::111122223333:federated-user/guest',
      sessionContext: { sessionIssuer: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/broker' } },
    },
    'arn:aws:iam::111122223333:user/broker',
  ],
  [
    'a user of a web identity provider',
    { type: 'WebIdentityUser', principalId: 'accounts.example.com:app:user', userName: 'user' },
    'accounts.example.com:app:user',
  ],
  [
    'a user of IAM Identity Center',
    {
      type: 'IdentityCenterUser',
      accountId: '111122223333',
      onBehalfOf: { userId: '544894e8-80c1-707f-60e3-3ba6510dfac1' },
    },
    '544894e8-80c1-707f-60e3-3ba6510dfac1',
  ],
  [
    'another account',
    { type: 'AWSAccount', principalId: 'AROAOTHER', accountId: '444455556666' },
    'AROAOTHER',
  ],
  ['an account alone', { type: 'AWSAccount', accountId: '444455556666' }, '444455556666'],
  ['a service', { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }, 'ec2.amazonaws.com'],
  ['a sign-in that failed', { type: 'IAMUser', accountId: '111122223333', userName: 'anaya' }, 'anaya'],
  ['nobody', {}, null],
];

describe('a CloudTrail record', () => {
  it('is read by its names', () => {
    expect(classifiedAs(call)).toEqual({
      kind: 'cloudtrail',
      id: call.eventID,
      time: '2026-11-20T19:00:00.000Z',
      type: 'AwsApiCall',
      source: 'cloudtrail.amazonaws.com',
      account: '111122223333',
      region: 'us-east-1',
      principal: 'arn:aws:iam::111122223333:user/anaya',
      action: 'StopLogging',
      srcIp: '198.51.100.7',
      inner: call,
    });
  });

  it.each(identities)('names %s', (_who, identity, principal) => {
    expect(classifiedAs(session(identity)).principal).toBe(principal);
  });

  it.each(['cloudformation.amazonaws.com', 'AWS Internal', ''])(
    'has no address where %o called',
    (source) => {
      expect(classifiedAs({ ...call, sourceIPAddress: source }).srcIp).toBeNull();
    },
  );

  it('belongs to the account that received it, or else to who did it', () => {
    const { recipientAccountId: _, ...bare } = call;
    expect(classifiedAs({ ...call, recipientAccountId: '444455556666' }).account).toBe('444455556666');
    expect(classifiedAs(bare).account).toBe('111122223333');
  });

  it('of Insights has its names within', () => {
    const insight = {
      eventVersion: '1.07',
      eventTime: '2026-11-20T19:00:00Z',
      awsRegion: 'us-east-1',
      eventID: '55ed45c5-0b0c-4228-9fe5-EXAMPLE',
      eventType: 'AwsCloudTrailInsight',
      recipientAccountId: '111122223333',
      sharedEventID: '672b7f3e-0b0c-4228-9fe5-EXAMPLE',
      insightDetails: {
        state: 'Start',
        eventSource: 'iam.amazonaws.com',
        eventName: 'AttachUserPolicy',
        insightType: 'ApiCallRateInsight',
      },
      eventCategory: 'Insight',
    };
    expect(classifiedAs(insight)).toMatchObject({
      kind: 'cloudtrail',
      type: 'AwsCloudTrailInsight',
      source: 'iam.amazonaws.com',
      action: 'AttachUserPolicy',
      principal: null,
    });
  });

  it('of data is read as any other', () => {
    const data = { ...call, eventSource: 's3.amazonaws.com', eventName: 'GetObject', eventCategory: 'Data' };
    expect(classifiedAs(data)).toMatchObject({ kind: 'cloudtrail', action: 'GetObject' });
  });

  it('comes out of the envelope of EventBridge', () => {
    const event = { id: 'e', source: 'aws.iam', 'detail-type': 'AWS API Call via CloudTrail', detail: call };
    expect(classifiedAs(event)).toMatchObject({ kind: 'cloudtrail', id: call.eventID, inner: call });
  });

  it.each<[string, JsonObject, string]>([
    ['eventTime', { eventTime: 5 }, '/eventTime is 5, and must be a text; correct what writes it'],
    [
      'eventTime',
      { eventTime: 'soon' },
      '/eventTime is "soon", which is no time; write it as 2026-01-31T12:00:00Z',
    ],
    [
      'userIdentity',
      { userIdentity: 'root' },
      '/userIdentity is "root", and must be an object; correct what writes it',
    ],
    [
      'eventName',
      { eventName: ['a', 'b'] },
      '/eventName is a list of 2, and must be a text; correct what writes it',
    ],
    ['awsRegion', { awsRegion: {} }, '/awsRegion is an object, and must be a text; correct what writes it'],
  ])('is refused where %s has the wrong type', (_field, part, reason) => {
    expect(examineOne({ ...call, ...part })).toEqual({
      kind: 'malformed',
      reason: `it is a record of cloudtrail, but ${reason}`,
    });
  });
});

describe('a DNS query', () => {
  it('is read by its names, the name without capitals and final dot', () => {
    expect(classifiedAs(query)).toEqual({
      kind: 'route53-resolver',
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      time: '2026-11-20T19:00:00.000Z',
      type: 'A',
      source: 'route53-resolver',
      account: '111122223333',
      region: 'eu-west-1',
      principal: 'i-0d15cd0d3example',
      action: 'pool.example.com',
      srcIp: '10.0.0.5',
      inner: query,
    });
  });
});

const guardDuty = {
  schemaVersion: '2.0',
  accountId: '111122223333',
  region: 'us-east-1',
  id: '5ac1e07d',
  type: 'UnauthorizedAccess:EC2/SSHBruteForce',
  severity: 8,
  updatedAt: '2026-11-20T19:00:00.000Z',
  resource: { resourceType: 'Instance', instanceDetails: { instanceId: 'i-0a1b2c3d' } },
  service: {
    action: {
      actionType: 'NETWORK_CONNECTION',
      networkConnectionAction: { remoteIpDetails: { ipAddressV4: '198.51.100.7' } },
    },
  },
};

const probe = (ipAddressV4: string) => ({ remoteIpDetails: { ipAddressV4 } });

it('has the address of whoever probed a port', () => {
  const action = {
    actionType: 'PORT_PROBE',
    portProbeAction: { blocked: false, portProbeDetails: [probe('198.51.100.7'), probe('198.51.100.8')] },
  };
  expect(classifiedAs({ ...guardDuty, service: { action } }).srcIp).toBe('198.51.100.7');
});

const asff = {
  SchemaVersion: '2018-10-08',
  Id: 'arn:aws:securityhub:eu-west-1:111122223333:finding/1',
  ProductArn: 'arn:aws:securityhub:eu-west-1::product/aws/inspector',
  GeneratorId: 'AWSInspector',
  AwsAccountId: '111122223333',
  Types: ['Software and Configuration Checks/Vulnerabilities/CVE'],
  UpdatedAt: '2026-11-20T19:00:00.000Z',
  Severity: { Label: 'HIGH' },
  Resources: [{ Type: 'AwsEc2Instance', Id: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d' }],
};

const ocsf = {
  class_uid: 2004,
  cloud: { account: { uid: '111122223333' }, region: 'eu-west-1', provider: 'AWS' },
  evidences: [
    {
      src_endpoint: { ip: '198.51.100.7', port: 41_000 },
      dst_endpoint: { ip: '10.0.1.20', port: 22 },
      query: { hostname: 'pool.example.com' },
    },
  ],
  finding_info: {
    uid: 'arn:aws:guardduty:eu-west-1:111122223333:detector/12/finding/5ac1e07d',
    title: 'SSH brute force',
    types: ['TTPs/Initial Access'],
    modified_time_dt: '2026-11-20T19:00:00.000Z',
  },
  metadata: { product: { name: 'GuardDuty' } },
  resources: [{ uid: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d' }],
  severity: 'High',
  severity_id: 4,
};

describe("others' findings are records like any other", () => {
  it.each<[string, JsonObject]>([
    ['as exported', guardDuty],
    ['as sent', { source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding', detail: guardDuty }],
  ])('of GuardDuty, %s', (_how, record) => {
    expect(classifiedAs(record)).toEqual({
      kind: 'guardduty',
      id: '5ac1e07d/2026-11-20T19:00:00.000Z',
      time: '2026-11-20T19:00:00.000Z',
      type: 'UnauthorizedAccess:EC2/SSHBruteForce',
      source: 'guardduty',
      account: '111122223333',
      region: 'us-east-1',
      principal: 'i-0a1b2c3d',
      action: 'NETWORK_CONNECTION',
      srcIp: '198.51.100.7',
      inner: guardDuty,
    });
  });

  it.each<[string, JsonObject]>([
    ['as it is', asff],
    ['as sent', { 'detail-type': 'Security Hub Findings - Imported', detail: { findings: [asff] } }],
  ])('of Security Hub, %s', (_how, record) => {
    expect(classifiedAs(record)).toEqual({
      kind: 'security-hub',
      id: `${asff.Id}/${asff.UpdatedAt}`,
      time: '2026-11-20T19:00:00.000Z',
      type: 'Software and Configuration Checks/Vulnerabilities/CVE',
      source: 'security-hub',
      account: '111122223333',
      region: 'eu-west-1',
      principal: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d',
      action: 'AWSInspector',
      srcIp: null,
      inner: asff,
    });
  });

  it.each<[string, JsonObject]>([
    ['as it is', ocsf],
    ['as sent', { 'detail-type': 'Findings Imported V2', detail: { findings: [ocsf] } }],
  ])('of the new Security Hub, %s', (_how, record) => {
    expect(classifiedAs(record)).toEqual({
      kind: 'security-hub',
      id: `${ocsf.finding_info.uid}/2026-11-20T19:00:00.000Z`,
      time: '2026-11-20T19:00:00.000Z',
      type: 'TTPs/Initial Access',
      source: 'security-hub',
      account: '111122223333',
      region: 'eu-west-1',
      principal: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d',
      action: 'GuardDuty',
      srcIp: '198.51.100.7',
      inner: ocsf,
    });
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['a control, where it checks one', { compliance: { control: 'S3.8' } }, { action: 'S3.8' }],
    [
      'when it was changed, in milliseconds',
      { finding_info: { uid: 'f-1', modified_time: Date.parse('2026-11-20T18:00:00Z') } },
      { id: 'f-1/2026-11-20T18:00:00.000Z', time: '2026-11-20T18:00:00.000Z' },
    ],
    [
      'when it was sent, where it says no more',
      { finding_info: { uid: 'f-1' }, time_dt: '2026-11-20T18:30:00Z' },
      { id: 'f-1/2026-11-20T18:30:00.000Z' },
    ],
    ['nobody, where it names none', { resources: [], evidences: [] }, { principal: null, srcIp: null }],
  ])('of the new Security Hub, with %s', (_what, more, expected) => {
    expect(classifiedAs({ ...ocsf, ...more })).toMatchObject(expected);
  });

  it('scores those of the new Security Hub by their severity', () => {
    const scoreOf = (severity_id: number) => examineRecord({ ...ocsf, severity_id }).row.risk_score;
    expect([1, 2, 3, 4, 5].map(scoreOf)).toEqual([1, 2, 3, 4, 5].map(scoreOf).toSorted((a, b) => a - b));
    expect(scoreOf(5)).toBeGreaterThan(scoreOf(2));
  });

  it.each(['198.51.100.7', '10.0.1.20', 'pool.example.com'])(
    'of the new Security Hub are compared with threat lists: %s',
    (entry) => {
      const threats = [parseThreatList({ name: 'one', confidence: 80, text: entry }).list];
      expect(examineRecord(ocsf, { threats }).row.threat_intel.feeds).toEqual(['one']);
    },
  );
});

describe('any other JSON', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['nothing that is known', { x: 1 }, { time: now, type: 'unknown', source: 'generic', account: null }],
    [
      'common names',
      {
        timestamp: '2026-11-20T18:00:00+01:00',
        event_type: 'login',
        source_ip: '198.51.100.7',
        user: 'anaya',
      },
      { time: '2026-11-20T17:00:00.000Z', type: 'login', srcIp: '198.51.100.7', principal: 'anaya' },
    ],
    ['seconds', { time: 1_795_201_200 }, { time: '2026-11-20T19:00:00.000Z' }],
    ['milliseconds', { time: 1_795_201_200_000 }, { time: '2026-11-20T19:00:00.000Z' }],
    ['a time that is none', { time: 'soon', timestamp: -1e99 }, { time: now }],
    ['an address that is none', { src_ip: 'here' }, { srcIp: null }],
    [
      'texts too long for a column',
      { user: 'x'.repeat(5000), action: '' },
      { principal: null, action: null },
    ],
    ['half a character', { user: '\ud800' }, { principal: null }],
    [
      'several findings in one event',
      { 'detail-type': 'x', detail: { findings: [asff, asff] } },
      { type: 'x' },
    ],
    [
      'what S3 tells of objects',
      { eventVersion: '2.1', eventSource: 'aws:s3', eventTime: 'x' },
      { time: now },
    ],
    [
      'an event of another type',
      { 'detail-type': 'Scheduled Event', detail: {} },
      { type: 'Scheduled Event' },
    ],
  ])('with %s', (_what, record, expected) => {
    expect(classifiedAs(record)).toMatchObject({ kind: 'generic', inner: record, ...expected });
  });

  it('has the same id when it comes again, and another where anything differs', () => {
    const ids = [{ x: 1 }, { x: 1 }, { x: 2 }].map((record) => classifiedAs(record).id);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });
});
