import type { Json, JsonObject } from '../../core/json.ts';

/** A finding to be, as one of the services would send it. */
export interface Subject {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  /** GuardDuty's number, 1 to 10. */
  readonly severity: number;
  readonly updatedAt: string;
  readonly resource: 'instance' | 'key' | 'session' | 'bucket';
  /** Instance id, access key, role name or bucket. */
  readonly name: string;
  readonly user?: string;
  readonly tags: Readonly<Record<string, string>>;
}

const account = '111122223333';
const region = 'us-east-1';
const detector = '12abc34d567e8fa901bc2d34e56789f0';
const createdAt = '2026-11-18T09:12:44.512Z';
const session = 'ASIAEXAMPLESESSION77';

const kinds = {
  instance: { type: 'Backdoor:EC2/C&CActivity.B', name: 'i-0e2e0000' },
  key: { type: 'CredentialAccess:IAMUser/CompromisedCredentials', name: 'AKIAEXAMPLE' },
  session: {
    type: 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS',
    name: 'e2e-role-',
  },
  bucket: { type: 'Policy:S3/BucketAnonymousAccessGranted', name: 'e2e-bucket-' },
} as const;

let made = 0;

/** A finding that a shipped playbook contains without asking; each is about a resource of its own. */
export function subjectOf(resource: Subject['resource'], changes: Partial<Subject> = {}): Subject {
  made += 1;
  const { type, name: stem } = kinds[resource];
  const name = stem + String(made).padStart(9, '0');
  return {
    id: `e2e${String(made).padStart(29, '0')}`,
    type,
    title: `Something bad happened to ${changes.name ?? name}.`,
    severity: 8,
    updatedAt: '2026-11-18T09:41:07.233Z',
    resource,
    name,
    user: `e2e-user-${made}`,
    tags: {},
    ...changes,
  };
}

const arnOf = ({ id }: Subject): string =>
  `arn:aws:guardduty:${region}:${account}:detector/${detector}/finding/${id}`;
const instanceArn = ({ name }: Subject): string => `arn:aws:ec2:${region}:${account}:instance/${name}`;

const envelope = (source: string, type: string, detail: JsonObject): JsonObject => ({
  version: '0',
  id: '33333333-0000-4000-8000-000000000001',
  'detail-type': type,
  source,
  account,
  time: '2026-11-18T09:45:10Z',
  region,
  resources: [],
  detail,
});

const keyOf = ({ resource, name, user = '' }: Subject) =>
  resource === 'session'
    ? { accessKeyId: session, principalId: 'AROAEXAMPLE:s', userName: name, userType: 'AssumedRole' }
    : { accessKeyId: name, principalId: 'AIDAEXAMPLE', userName: user, userType: 'IAMUser' };

function resourceOf(subject: Subject): JsonObject {
  const { resource, name } = subject;
  const tags = Object.entries(subject.tags).map(([key, value]) => ({ key, value }));
  if (resource === 'instance')
    return { resourceType: 'Instance', instanceDetails: { instanceId: name, tags, networkInterfaces: [] } };
  if (resource === 'bucket') {
    const details = { arn: `arn:aws:s3:::${name}`, name, tags, owner: { id: 'owner' } };
    return { resourceType: 'S3Bucket', s3BucketDetails: [details] };
  }
  return { resourceType: 'AccessKey', accessKeyDetails: keyOf(subject) };
}

function guardDutyDetail(subject: Subject): JsonObject {
  const { id, type, title, severity, updatedAt } = subject;
  return {
    schemaVersion: '2.0',
    accountId: account,
    region,
    partition: 'aws',
    id,
    arn: arnOf(subject),
    type,
    resource: resourceOf(subject),
    service: { serviceName: 'guardduty', detectorId: detector, archived: false, count: 1 },
    severity,
    createdAt,
    updatedAt,
    title,
    description: title,
  };
}

/** As EventBridge brings it. */
export const guardDuty = (subject: Subject): JsonObject =>
  envelope('aws.guardduty', 'GuardDuty Finding', guardDutyDetail(subject));

/** As the API's GetFindings answers it. */
export const guardDutyApi = (subject: Subject): JsonObject => ({
  Findings: [pascalKeys(guardDutyDetail(subject))],
});

function pascalKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => pascalKeys(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value) as [string, Json][];
  return Object.fromEntries(
    entries.map(([key, inner]) => [key.charAt(0).toUpperCase() + key.slice(1), pascalKeys(inner)]),
  );
}

const labelOf = (severity: number): string =>
  severity >= 9 ? 'CRITICAL' : severity >= 7 ? 'HIGH' : severity >= 4 ? 'MEDIUM' : 'LOW';

function asffResource(subject: Subject): JsonObject {
  const { resource, name, tags } = subject;
  const common = { Partition: 'aws', Region: region, Tags: tags };
  if (resource === 'instance')
    return { Type: 'AwsEc2Instance', Id: instanceArn(subject), ...common, Details: { AwsEc2Instance: {} } };
  if (resource === 'bucket') return { Type: 'AwsS3Bucket', Id: `arn:aws:s3:::${name}`, ...common };
  const { accessKeyId, principalId, userName, userType } = keyOf(subject);
  const details = { PrincipalId: principalId, PrincipalName: userName, PrincipalType: userType };
  return {
    Type: 'AwsIamAccessKey',
    Id: `AWS::IAM::AccessKey:${accessKeyId}`,
    ...common,
    Details: { AwsIamAccessKey: { ...details } },
  };
}

/** ASFF's form of a GuardDuty type: the last slash is a dash, behind the taxonomy. */
const asffType = (type: string): string => `TTPs/Initial Access/${type.replace('/', '-')}`;

/** The detail of an ASFF event holds this; see `asff`. */
export function asffFinding(subject: Subject): JsonObject {
  const { type, title, severity, updatedAt } = subject;
  const own = { Label: labelOf(severity), Product: severity };
  return {
    SchemaVersion: '2018-10-08',
    Id: arnOf(subject),
    ProductArn: `arn:aws:securityhub:${region}::product/aws/guardduty`,
    ProductName: 'GuardDuty',
    CompanyName: 'Amazon',
    Region: region,
    GeneratorId: `arn:aws:guardduty:${region}:${account}:detector/${detector}`,
    AwsAccountId: account,
    Types: [asffType(type)],
    CreatedAt: createdAt,
    UpdatedAt: updatedAt,
    Severity: own,
    Title: title,
    Description: title,
    ProductFields: { 'aws/guardduty/service/count': '1', 'aws/guardduty/service/archived': 'false' },
    Resources: [asffResource(subject)],
    Workflow: { Status: 'NEW' },
    RecordState: 'ACTIVE',
  };
}

/** As Security Hub CSPM sends it. */
export const asff = (subject: Subject, changes: JsonObject = {}): JsonObject =>
  envelope('aws.securityhub', 'Security Hub Findings - Imported', {
    findings: [{ ...asffFinding(subject), ...changes }],
  });

function ocsfResource(subject: Subject): JsonObject {
  const { resource, name, tags } = subject;
  const common = {
    cloud_partition: 'aws',
    region,
    owner: { account: { uid: account } },
    tags: Object.entries(tags).map(([key, value]) => ({ name: key, value })),
  };
  if (resource === 'instance')
    return { type: 'AWS::EC2::Instance', uid: name, uid_alt: instanceArn(subject), ...common };
  if (resource === 'bucket') return { type: 'AWS::S3::Bucket', uid: `arn:aws:s3:::${name}`, name, ...common };
  const { accessKeyId, principalId, userName, userType } = keyOf(subject);
  const data = { access_key_id: accessKeyId, principal_id: principalId };
  return {
    type: 'AWS::IAM::AccessKey',
    uid: accessKeyId,
    ...common,
    data: { ...data, user_name: userName, user_type: userType },
  } as JsonObject;
}

const ocsfSeverity = new Map([
  ['LOW', 2],
  ['MEDIUM', 3],
  ['HIGH', 4],
  ['CRITICAL', 5],
]);

/** As the new Security Hub sends it. */
export function ocsf(subject: Subject, changes: JsonObject = {}): JsonObject {
  const { id, type, title, severity, updatedAt } = subject;
  const finding = {
    activity_id: 2,
    class_uid: 2004,
    cloud: { account: { uid: account }, cloud_partition: 'aws', provider: 'AWS', region },
    count: 1,
    finding_info: {
      created_time_dt: createdAt,
      modified_time_dt: updatedAt,
      desc: title,
      title,
      types: ['Threats', type],
      uid: arnOf(subject),
      uid_alt: id,
    },
    metadata: {
      product: { name: 'GuardDuty', uid: `arn:aws:securityhub:${region}::productv2/aws/guardduty` },
      uid: `uid-of-${id}`,
      version: '1.6.0',
    },
    resources: [ocsfResource(subject)],
    severity_id: ocsfSeverity.get(labelOf(severity)) ?? 1,
    status: 'New',
    status_id: 1,
    ...changes,
  };
  return envelope('aws.securityhub', 'Findings Imported V2', { findings: [finding] });
}

/** Every way by which a GuardDuty finding comes in. */
export const formats = { guardDuty, guardDutyApi, asff, ocsf } as const;
export const formatNames = Object.keys(formats) as readonly (keyof typeof formats)[];
