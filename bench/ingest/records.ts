import { createRandom, type Random } from './random.ts';

type Fields = Readonly<Record<string, unknown>>;

const hex = '0123456789abcdef';
const id = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const uuid = (random: Random): string => [8, 4, 4, 4, 12].map((length) => random.text(length, hex)).join('-');

const accounts = ['111122223333', '444455556666', '777788889999', '123456789012'] as const;
const regions = ['us-east-1', 'eu-central-1', 'eu-west-1', 'ap-southeast-2'] as const;
const roles = [
  'orders-api',
  'billing-worker',
  'ci-deploy',
  'data-lake-crawler',
  'eks-node',
  'audit-reader',
] as const;
const agents = [
  'aws-sdk-java/2.29.52 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.119-129.201.amzn2023.x86_64 lang/java#21.0.5 md/OpenJDK_64-Bit_Server_VM#21.0.5+11-LTS md/vendor#Amazon.com_Inc. exec-env/AWS_ECS_FARGATE m/D,E',
  'Boto3/1.35.92 md/Botocore#1.35.92 ua/2.0 os/linux#5.10.230-223.885.amzn2.x86_64 md/arch#x86_64 lang/python#3.12.8 md/pyimpl#CPython exec-env/AWS_Lambda_python3.12 cfg/retry-mode#standard',
  'aws-cli/2.22.26 md/awscrt#0.23.4 ua/2.0 os/linux#6.8.0-1021-aws md/arch#x86_64 lang/python#3.12.6 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#s3api.get-object',
] as const;

interface Scene {
  readonly account: string;
  readonly region: string;
  readonly role: string;
  readonly time: string;
  readonly random: Random;
}

function assumedRole({ account, role, random, time }: Scene): Fields {
  const roleId = `AROA${random.text(17, id)}`;
  const session = `i-${random.text(17, hex)}`;
  return {
    type: 'AssumedRole',
    principalId: `${roleId}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    accessKeyId: `ASIA${random.text(16, id)}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: roleId,
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: role,
      },
      attributes: { creationDate: time, mfaAuthenticated: 'false' },
      ec2RoleDelivery: '2.0',
    },
  };
}

const iamUser = ({ account, random }: Scene): Fields => {
  const userName = random.pick(['anaya', 'mateo', 'paulo', 'terraform']);
  return {
    type: 'IAMUser',
    principalId: `AIDA${random.text(17, id)}`,
    arn: `arn:aws:iam::${account}:user/${userName}`,
    accountId: account,
    accessKeyId: `AKIA${random.text(16, id)}`,
    userName,
  };
};

const service = (name: string): Fields => ({ type: 'AWSService', invokedBy: name });

/** What one call says beside what all say. */
type Call = (scene: Scene) => Fields;

const getObject: Call = (scene) => {
  const { random, account, region } = scene;
  const bucket = `${random.pick(['orders', 'invoices', 'telemetry'])}-${account}-${region}`;
  const key = `dt=2026-11-${10 + random.below(20)}/part-${random.text(5, '0123456789')}-${uuid(random)}.c000.snappy.parquet`;
  return {
    userIdentity: assumedRole(scene),
    eventSource: 's3.amazonaws.com',
    eventName: random.pick(['GetObject', 'HeadObject', 'PutObject']),
    requestParameters: { bucketName: bucket, Host: `${bucket}.s3.${region}.amazonaws.com`, key },
    responseElements: null,
    additionalEventData: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: 0,
      SSEApplied: 'SSE_KMS',
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': `${random.text(75, `${id}${hex}`)}=`,
      bytesTransferredOut: random.below(900_000),
    },
    readOnly: true,
    resources: [
      { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` },
      { accountId: account, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` },
    ],
    managementEvent: false,
    eventCategory: 'Data',
    tlsDetails: tls(`${bucket}.s3.${region}.amazonaws.com`),
  };
};

const assumeRole: Call = ({ random, account, role, region, time }) => {
  const arn = `arn:aws:iam::${account}:role/${role}`;
  const session = `i-${random.text(17, hex)}`;
  const roleId = `AROA${random.text(17, id)}`;
  return {
    userIdentity: service('ec2.amazonaws.com'),
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    sourceIPAddress: 'ec2.amazonaws.com',
    userAgent: 'ec2.amazonaws.com',
    requestParameters: { roleArn: arn, roleSessionName: session, durationSeconds: 21_600 },
    responseElements: {
      credentials: {
        accessKeyId: `ASIA${random.text(16, id)}`,
        sessionToken: random.text(420, `${id}${hex}`),
        expiration: time,
      },
      assumedRoleUser: {
        assumedRoleId: `${roleId}:${session}`,
        arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
      },
    },
    readOnly: true,
    resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: arn }],
    sharedEventID: uuid(random),
    managementEvent: true,
    eventCategory: 'Management',
    tlsDetails: tls(`sts.${region}.amazonaws.com`),
  };
};

const decrypt: Call = (scene) => {
  const { random, account, region } = scene;
  const key = `arn:aws:kms:${region}:${account}:key/${uuid(random)}`;
  return {
    userIdentity: assumedRole(scene),
    eventSource: 'kms.amazonaws.com',
    eventName: random.pick(['Decrypt', 'GenerateDataKey']),
    requestParameters: {
      encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::telemetry-${account}-${region}` },
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      keyId: key,
    },
    responseElements: null,
    additionalEventData: { keyMaterialId: random.text(64, hex) },
    readOnly: true,
    resources: [{ accountId: account, type: 'AWS::KMS::Key', ARN: key }],
    managementEvent: true,
    eventCategory: 'Management',
    tlsDetails: tls(`kms.${region}.amazonaws.com`),
    sessionCredentialFromConsole: 'true',
  };
};

const describe: Call = (scene) => {
  const { random, region } = scene;
  return {
    userIdentity: assumedRole(scene),
    eventSource: 'ec2.amazonaws.com',
    eventName: random.pick(['DescribeInstances', 'DescribeVolumes', 'DescribeSecurityGroups']),
    requestParameters: {
      maxResults: 1000,
      instancesSet: {
        items: [{ instanceId: `i-${random.text(17, hex)}` }, { instanceId: `i-${random.text(17, hex)}` }],
      },
      filterSet: {
        items: [
          { name: 'instance-state-name', valueSet: { items: [{ value: 'running' }, { value: 'pending' }] } },
        ],
      },
    },
    responseElements: null,
    readOnly: true,
    managementEvent: true,
    eventCategory: 'Management',
    tlsDetails: tls(`ec2.${region}.amazonaws.com`),
  };
};

const denied: Call = (scene) => {
  const { random, account, role, region } = scene;
  const action = random.pick(['secretsmanager:GetSecretValue', 'iam:CreateUser', 'dynamodb:Scan']);
  const [prefix = '', name = ''] = action.split(':');
  return {
    ...describe(scene),
    eventSource: `${prefix}.amazonaws.com`,
    eventName: name,
    errorCode: 'AccessDenied',
    errorMessage: `User: arn:aws:sts::${account}:assumed-role/${role}/session is not authorized to perform: ${action} on resource: arn:aws:${prefix}:${region}:${account}:orders because no identity-based policy allows the ${action} action`,
  };
};

const change: Call = (scene) => {
  const { random, region } = scene;
  const userName = `svc-${random.text(8, hex)}`;
  return {
    userIdentity: iamUser(scene),
    eventSource: 'iam.amazonaws.com',
    eventName: random.pick([
      'CreateAccessKey',
      'AttachUserPolicy',
      'UpdateAssumeRolePolicy',
      'DeactivateMFADevice',
    ]),
    requestParameters: {
      userName,
      policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      policyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
    },
    responseElements: {
      accessKey: { userName, accessKeyId: `AKIA${random.text(16, id)}`, status: 'Active' },
    },
    readOnly: false,
    managementEvent: true,
    eventCategory: 'Management',
    tlsDetails: tls(`iam.${region}.amazonaws.com`),
    sessionCredentialFromConsole: 'true',
  };
};

const signIn: Call = (scene) => ({
  userIdentity: iamUser(scene),
  eventType: 'AwsConsoleSignIn',
  eventSource: 'signin.amazonaws.com',
  eventName: 'ConsoleLogin',
  userAgent:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  requestParameters: null,
  responseElements: { ConsoleLogin: scene.random.pick(['Success', 'Success', 'Failure']) },
  additionalEventData: {
    LoginTo:
      'https://console.aws.amazon.com/console/home?hashArgs=%23&isauthcode=true&nc2=h_ct&src=header-signin&state=hashArgsFromTB',
    MobileVersion: 'No',
    MFAUsed: scene.random.pick(['Yes', 'Yes', 'No']),
  },
  readOnly: false,
  managementEvent: true,
  eventCategory: 'Management',
  tlsDetails: tls('signin.aws.amazon.com'),
});

const tls = (clientProvidedHostHeader: string): Fields => ({
  tlsVersion: 'TLSv1.3',
  cipherSuite: 'TLS_AES_128_GCM_SHA256',
  clientProvidedHostHeader,
});

/** About as often as in an account at work: most is data, keys and roles; changes and refusals are few. */
const mix: readonly [number, Call][] = [
  [40, getObject],
  [60, assumeRole],
  [78, decrypt],
  [92, describe],
  [96, denied],
  [99, change],
  [100, signIn],
];

/** As many as call in an hour: one in eight from outside. */
const addresses = 2000;
const networks = ['10', '10', '10', '10', '10', '10', '10', '52'];
const addressNumber = (n: number): string =>
  `${networks[n % networks.length]}.${100 + (n % 151)}.${100 + ((n >> 8) % 150)}.${100 + (n % 149)}`;

function makeRecord(random: Random, n: number): Fields {
  const time = new Date(Date.UTC(2026, 10, 20) + n * 37).toISOString().replace(/\.\d+Z$/, 'Z');
  const scene = {
    random,
    time,
    account: random.pick(accounts),
    region: random.pick(regions),
    role: random.pick(roles),
  };
  const kind = random.below(100);
  const call = mix.find(([below]) => kind < below)?.[1] ?? getObject;
  const record: Fields = {
    eventVersion: '1.11',
    userIdentity: null,
    eventTime: time,
    eventSource: null,
    eventName: null,
    awsRegion: scene.region,
    sourceIPAddress: addressNumber(random.below(addresses)),
    userAgent: `[${random.pick(agents)}]`,
    requestParameters: null,
    responseElements: null,
    requestID: uuid(random),
    eventID: uuid(random),
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: scene.account,
  };
  return { ...record, ...call(scene) };
}

/** CloudTrail records as a trail writes them, the same in each run. */
export function makeRecords(count: number): readonly Uint8Array[] {
  const random = createRandom(7);
  return Array.from({ length: count }, (_, n) => Buffer.from(JSON.stringify(makeRecord(random, n))));
}

const idMark = Buffer.from('"eventID":"');
const addressMark = Buffer.from('"sourceIPAddress":"');

/** Makes it the n-th of many, by another id and, where an address calls, another address. In place. */
export function renewRecord(record: Uint8Array, n: number): void {
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
  bytes.write(n.toString(16).padStart(8, '0'), bytes.indexOf(idMark) + idMark.length);
  const address = bytes.indexOf(addressMark) + addressMark.length;
  if (/^\d+\.\d{3}\./.test(bytes.toString('latin1', address, address + 8))) {
    const parts = [n % 150, Math.floor(n / 150) % 150, Math.floor(n / 22_500) % 150].map(
      (part) => 100 + part,
    );
    bytes.write(parts.join('.'), address + 3);
  }
}
