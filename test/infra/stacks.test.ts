import { describe, expect, it } from 'vitest';
import { otherFunctions, workflowFunctions } from '../../infra/functions.ts';
import { readPlaybooks } from '../../infra/playbooks.ts';
import { catalog } from '../../tasks/actions/catalog.ts';
import { everything, ofType, synthesise, statementsOf } from './synthesise.ts';

/** Synthesised without credentials, with cdk-nag: it throws at a finding that has no reason. */
const templates = synthesise();
const all = (type: string) => ofType(templates, type);
const machines = all('AWS::StepFunctions::StateMachine');
const lambdas = all('AWS::Lambda::Function');
const playbooks = readPlaybooks(new URL('../../playbooks/', import.meta.url).pathname);

describe('the store', () => {
  const [table] = all('AWS::DynamoDB::Table');
  it('is one table with the keys and indexes that the adapter reads, encrypted, recoverable, protected', () => {
    expect(all('AWS::DynamoDB::Table')).toHaveLength(1);
    expect(table?.DeletionPolicy).toBe('Retain');
    expect(table?.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
    });
    const indexes = table?.Properties['GlobalSecondaryIndexes'] as any[];
    expect(indexes.map(({ IndexName, Projection }) => [IndexName, Projection.ProjectionType])).toEqual([
      ['gsi1', 'ALL'],
      ['gsi2', 'ALL'],
    ]);
  });
});

describe('each function', () => {
  it('is there: for what the machines call, and for what events and schedules wake', () => {
    const names = [...Object.keys(workflowFunctions), ...Object.keys(otherFunctions)];
    const made = ofType(synthesise(everything), 'AWS::Lambda::Function').map(
      ({ id }) => names.find((name) => id.startsWith(name)) ?? id,
    );
    expect(new Set(made)).toEqual(new Set(names));
    expect(made).toHaveLength(names.length);
  });

  it('has a runner for each service that has actions', () => {
    const services = new Set([...catalog.keys()].map((id) => id.split('.')[0] ?? ''));
    const runners = [...services].map((s) => `Actions${s.charAt(0).toUpperCase()}${s.slice(1)}Function`);
    expect(Object.keys(workflowFunctions)).toEqual(expect.arrayContaining(runners));
  });

  it.each(lambdas.map(({ id, Properties }) => [id, Properties] as const))(
    '%s runs on arm64 and Node 24, traced, with a role and a log of its own',
    (_id, properties) => {
      expect(properties).toMatchObject({
        Architectures: ['arm64'],
        Runtime: 'nodejs24.x',
        TracingConfig: { Mode: 'Active' },
      });
      const others = lambdas.filter(({ Properties }) => Properties !== properties);
      expect(others.map(({ Properties }) => Properties['Role'])).not.toContainEqual(properties['Role']);
      const logs = others.map(({ Properties }) => Properties['LoggingConfig']);
      expect(properties['LoggingConfig']).toMatchObject({ LogGroup: { Ref: expect.stringMatching(/Logs/) } });
      expect(logs).not.toContainEqual(properties['LoggingConfig']);
    },
  );

  it('may do nothing to every resource but trace, and enter accounts by the responder role alone', () => {
    const statements = statementsOf(all('AWS::IAM::Policy'));
    const unbounded = statements
      .filter(({ Resource }) => Resource === '*')
      .flatMap(({ Action }) => Action as string | string[]);
    expect(unbounded.filter((action) => !/^(xray|logs):|^dynamodb:ListStreams$/.test(action))).toEqual([]);
    const entering = statements.filter(({ Action }) => [Action].flat().includes('sts:AssumeRole'));
    expect(entering.length).toBeGreaterThan(0);
    for (const { Resource } of entering) {
      expect(JSON.stringify(Resource)).toContain(':iam::*:role/TourniquetResponder');
    }
  });

  it.each([
    ['raw/*', ['ApiFunction', 'IntakeFunction', 'RedriveLetterFunction'], ['RedriveLetterFunction']],
    ['incidents/*', ['CloseResponseFunction'], []],
  ])(
    'puts %s only where it takes things in, where nobody deletes it and at most one function reads it',
    (path, names, readers) => {
      const policies = all('AWS::IAM::Policy').filter(({ Properties }) =>
        JSON.stringify(Properties).includes(`"/${path}"`),
      );
      expect(new Set(policies.map(({ id }) => id.replace(/Role.*/, '')))).toEqual(new Set(names));
      for (const { id, Properties } of policies) {
        const reads = readers.some((name) => id.startsWith(name)) ? ['"s3:GetObject', '"s3:ListBucket'] : [];
        const actions = JSON.stringify(Properties).match(/"s3:\w+/g);
        expect(new Set(actions)).toEqual(new Set(['"s3:PutObject', ...reads]));
      }
    },
  );

  it('of Ask and of the API are the only ones that answer tasks, and of Deliver the only one that sends', () => {
    const holding = (action: string) =>
      all('AWS::IAM::Policy')
        .filter(({ Properties }) => JSON.stringify(Properties).includes(`"${action}"`))
        .map(({ id }) => id.replace(/Role.*/, ''));
    expect(new Set(holding('states:SendTaskSuccess'))).toEqual(new Set(['AskFunction', 'ApiFunction']));
    expect(holding('sns:Publish')).toEqual(['DeliverFunction']);
  });
});

describe('the machines', () => {
  it('are triage, response and one for each playbook', () => {
    const expected = ['triage', 'response', ...playbooks.map(({ playbook }) => `playbook-${playbook.id}`)];
    expect(new Set(machines.map(({ Properties }) => Properties['StateMachineName']))).toEqual(
      new Set(expected.map((name) => `tourniquet-${name}`)),
    );
    expect(machines).toHaveLength(expected.length);
  });

  it.each(machines.map(({ Properties }) => [Properties['StateMachineName'] as string, Properties] as const))(
    '%s is Standard, traced, and logs everything but data',
    (_name, properties) => {
      expect(properties).toMatchObject({
        StateMachineType: 'STANDARD',
        TracingConfiguration: { Enabled: true },
        LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      });
    },
  );

  it('may start what they start, and wait for what they wait for', () => {
    const policyOf = (name: string) =>
      JSON.stringify(all('AWS::IAM::Policy').find(({ id }) => id.startsWith(`${name}Machine`))?.Properties);
    expect(policyOf('triage')).toContain(':stateMachine:tourniquet-response"');
    expect(policyOf('triage')).not.toContain('states:DescribeExecution');
    expect(policyOf('response')).toMatch(
      /states:DescribeExecution.*states:StopExecution.*:execution:tourniquet-playbook-\*:\*/,
    );
    expect(policyOf('response')).toContain('StepFunctionsGetEventsForStepFunctionsExecutionRule');
  });
});

describe('what is taken in', () => {
  it('reports the messages of a batch that failed', () => {
    const queue = all('AWS::Lambda::EventSourceMapping').find(
      ({ Properties }) => !Properties['StartingPosition'],
    );
    expect(queue?.Properties['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
  });

  it('comes by one route for each product', () => {
    const patterns = all('AWS::Events::Rule').flatMap(({ Properties }) => Properties['EventPattern'] ?? []);
    const imported = patterns.filter((pattern: any) =>
      pattern['detail-type']?.includes('Security Hub Findings - Imported'),
    );
    expect(imported).toHaveLength(1);
    expect(JSON.stringify(imported)).toContain('{"anything-but":["GuardDuty"]}');
    expect(patterns.filter((pattern: any) => pattern.source?.includes('aws.guardduty'))).toHaveLength(1);
  });
});

it('names no account', () => {
  expect(JSON.stringify(templates).match(/(?<![\da-f])\d{12}(?![\da-f])/g) ?? []).toEqual([]);
});
