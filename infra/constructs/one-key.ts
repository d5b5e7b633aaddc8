import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type Conditions, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

const takesDataKeys = ['kms:Decrypt', 'kms:GenerateDataKey*'];

/**
 * The one key: keys are what costs where nothing happens. Principals of the account use it by their own policies; the
 * services that write on nobody's behalf are named here.
 */
export function createKey(scope: Construct, trailName: string): Key {
  const key = new Key(scope, 'Key', {
    description: "Tourniquet's table, buckets, queues, topics and logs",
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const { account, region, partition } = Stack.of(scope);
  const allow = (sid: string, service: string, actions: readonly string[], conditions?: Conditions): void => {
    key.addToResourcePolicy(
      new PolicyStatement({
        sid,
        principals: [new ServicePrincipal(service)],
        actions: [...actions],
        resources: ['*'],
        ...(conditions && { conditions }),
      }),
    );
  };
  // EventBridge tells KMS neither its rule nor its account: with a condition on them every event would be lost. What it
  // may write to is said by the policies of the queues, which do name the rules.
  allow('EventsIntoQueues', 'events.amazonaws.com', takesDataKeys);
  allow('AlarmsIntoTopics', 'cloudwatch.amazonaws.com', takesDataKeys, {
    StringEquals: { 'aws:SourceAccount': account },
  });
  allow(
    'Logs',
    `logs.${region}.amazonaws.com`,
    [...takesDataKeys, 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:DescribeKey'],
    {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*`,
      },
    },
  );
  allow('Trail', 'cloudtrail.amazonaws.com', ['kms:GenerateDataKey*', 'kms:DescribeKey'], {
    StringEquals: { 'aws:SourceArn': `arn:${partition}:cloudtrail:${region}:${account}:trail/${trailName}` },
  });
  return key;
}
