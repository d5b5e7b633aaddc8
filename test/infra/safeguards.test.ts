import { describe, expect, it } from 'vitest';
import { everything, ofType, synthesise, statementsOf } from './synthesise.ts';

/** What has to hold for every resource of a kind, whichever stack has it: nobody can forget it in a new one. */
const templates = synthesise(everything);
const all = (type: string) => ofType(templates, type);
const named = (type: string) => all(type).map((resource) => [resource.id, resource] as const);
const text = (value: unknown): string => JSON.stringify(value);

/** Stacks of other Regions and accounts, which have no key of ours. */
const isElsewhere = ([stack]: readonly [string, unknown]): boolean =>
  /^Tourniquet(Forward|Member)/.test(stack);
const entries = Object.entries(templates);
const elsewhere = Object.fromEntries(entries.filter(isElsewhere));
const hub = Object.fromEntries(entries.filter((entry) => !isElsewhere(entry)));
const namedInHub = (type: string) => ofType(hub, type).map((resource) => [resource.id, resource] as const);

/** Queues that take what others could not do have no queue behind them. */
const isDeadLetters = (id: string): boolean => /DeadLetters/.test(id);

describe('encryption', () => {
  it('is by one key, which rotates', () => {
    const keys = all('AWS::KMS::Key');
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true } });
  });

  it.each(namedInHub('AWS::SQS::Queue'))(
    'of the queue %s is by the key, whose data keys serve for a day',
    (_id, { Properties }) => {
      expect(Properties).toMatchObject({
        KmsMasterKeyId: expect.anything(),
        KmsDataKeyReusePeriodSeconds: 86_400,
        MessageRetentionPeriod: 1_209_600,
      });
    },
  );

  it('of queues elsewhere is by SQS itself: a key there would cost as much as the rest of the hub', () => {
    const queues = ofType(elsewhere, 'AWS::SQS::Queue');
    expect(queues.length).toBeGreaterThanOrEqual(3);
    for (const { Properties } of queues) {
      expect(Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
    }
  });

  it.each(namedInHub('AWS::SNS::Topic'))('of the topic %s is by the key', (_id, topic) => {
    expect(text(topic.Properties['KmsMasterKeyId'])).toMatch(/FnGetAttKey\w+Arn/);
  });

  it.each(named('AWS::Logs::LogGroup'))(
    'of the log %s is by the key, and it is kept for a year',
    (_id, log) => {
      expect(log.Properties).toMatchObject({ KmsKeyId: expect.anything(), RetentionInDays: 365 });
    },
  );

  it('lets services use the key for what they write, and for no other account', () => {
    const policies = statementsOf(all('AWS::KMS::Key'));
    const statements = policies.filter(({ Principal }) => Principal.Service);
    const services = statements.map(({ Sid }) => Sid as string);
    expect(services).toEqual(['EventsIntoQueues', 'AlarmsIntoTopics', 'Logs', 'Trail']);
    for (const { Sid, Condition, Action } of statements) {
      expect([Action].flat()).not.toContain('kms:*');
      // EventBridge sends no context: queues name its rules in their own policies.
      if (Sid !== 'EventsIntoQueues') expect(text(Condition), Sid).toContain('AWS::AccountId');
    }
  });
});

describe('the bucket', () => {
  it.each(named('AWS::S3::Bucket'))(
    '%s takes TLS alone, is closed to the public and outlives its stack',
    (id, bucket) => {
      const policy = all('AWS::S3::BucketPolicy').find(({ Properties }) => Properties['Bucket'].Ref === id);
      expect(text(policy)).toContain('"aws:SecureTransport":"false"');
      expect(text(policy)).toContain('"s3:TlsVersion":1.2');
      expect(bucket.DeletionPolicy).toBe('Retain');
      expect(Object.values(bucket.Properties['PublicAccessBlockConfiguration'])).toEqual([
        true,
        true,
        true,
        true,
      ]);
    },
  );

  it.each(named('AWS::S3::Bucket').filter(([id]) => !id.startsWith('AccessLogs')))(
    '%s is encrypted by the key with a bucket key, and its requests are logged',
    (_id, { Properties }) => {
      expect(Properties['BucketEncryption'].ServerSideEncryptionConfiguration).toEqual([
        {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: expect.anything() },
        },
      ]);
      expect(text(Properties['LoggingConfiguration'].DestinationBucketName)).toContain('AccessLogs');
    },
  );

  it.each(named('AWS::S3::Bucket').filter(([id]) => /^(Raw|Evidence|Trail)/.test(id)))(
    '%s is locked for a year',
    (_id, { Properties }) => {
      expect(Properties['ObjectLockConfiguration'].Rule.DefaultRetention).toEqual({
        Mode: 'GOVERNANCE',
        Days: 365,
      });
    },
  );

  it('of raw events and of evidence are watched by a trail whose files are validated', () => {
    const { TourniquetStore: store = { Resources: {} } } = templates;
    expect(ofType({ store }, 'AWS::S3::Bucket').map(({ id }) => id.replace(/[\dA-F]{8}$/, ''))).toEqual([
      'AccessLogs',
      'Raw',
      'Evidence',
      'Trail',
    ]);
    const [trail] = all('AWS::CloudTrail::Trail');
    expect(trail?.Properties).toMatchObject({
      EnableLogFileValidation: true,
      IsLogging: true,
      KMSKeyId: expect.anything(),
    });
    const selectors = text(trail?.Properties['AdvancedEventSelectors']);
    expect(selectors).toMatch(/"Raw[\dA-F]{8}".*"Evidence[\dA-F]{8}"/);
    expect(selectors).not.toContain('Management');
  });
});

describe('every asynchronous edge has a dead-letter queue:', () => {
  const rates = { 'rate(1 minute)': 60, 'rate(1 hour)': 3_600 };
  const targets = all('AWS::Events::Rule').flatMap(({ id, Properties }) =>
    (Properties['Targets'] as any[]).map((target) => {
      // What one call could not do, the next one does; an event does not come again.
      const patience = rates[Properties['ScheduleExpression'] as keyof typeof rates] ?? 86_400;
      return [`${id} ${target.Id}`, target, patience] as const;
    }),
  );
  it.each(targets)(
    'the target of the rule %s, which is as patient as it should be',
    (_id, target, patience) => {
      expect(text(target.DeadLetterConfig?.Arn)).toContain('DeadLetters');
      expect(target.RetryPolicy.MaximumEventAgeInSeconds).toBe(patience);
    },
  );

  it.each(named('AWS::SQS::Queue').filter(([id]) => !isDeadLetters(id)))('the queue %s', (_id, queue) => {
    expect(text(queue.Properties['RedrivePolicy'].deadLetterTargetArn)).toContain('DeadLetters');
  });

  it.each(
    named('AWS::Lambda::EventSourceMapping').filter(([, { Properties }]) => Properties['StartingPosition']),
  )('the stream %s, which retries within bounds', (_id, { Properties }) => {
    expect(text(Properties['DestinationConfig'].OnFailure.Destination)).toMatch(/Lake|DeadLetters/);
    expect(Properties['BisectBatchOnFunctionError']).toBe(true);
    expect(Properties['MaximumRetryAttempts']).toBeGreaterThanOrEqual(0);
    expect(Properties['MaximumRecordAgeInSeconds']).toBeGreaterThan(0);
  });

  it('there are no others: no subscription but a mail, which has none, and no schedule but rules', () => {
    expect(all('AWS::SNS::Subscription').map(({ Properties }) => Properties['Protocol'])).toEqual(['email']);
    expect(all('AWS::Scheduler::Schedule')).toEqual([]);
    expect(all('AWS::Pipes::Pipe')).toEqual([]);
  });
});

describe('what rules send to', () => {
  const rules = all('AWS::Events::Rule').map(({ id }) => id);

  it.each(named('AWS::SQS::QueuePolicy'))(
    'the policy %s lets events in by the rules it names, over TLS',
    (_id, policy) => {
      const statements = statementsOf([policy]);
      expect(text(statements)).toContain('"aws:SecureTransport":"false"');
      const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
      for (const { Principal, Condition, Action } of allowed) {
        expect(Principal).toEqual({ Service: 'events.amazonaws.com' });
        expect(Action).toBe('sqs:SendMessage');
        expect(Condition).toEqual({
          ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [expect.any(String), 'Arn'] } },
        });
        expect(rules).toContain(Condition.ArnEquals['aws:SourceArn']['Fn::GetAtt'][0]);
      }
    },
  );

  it.each(named('AWS::SNS::TopicPolicy'))('the policy %s takes TLS alone', (_id, policy) => {
    expect(text(policy)).toContain('"aws:SecureTransport":"false"');
  });
});
