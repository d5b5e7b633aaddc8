import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IEventSourceDlq } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/** Where an event source mapping leaves what its function could not do. The CDK's own allows more of the key than it takes. */
export const failuresTo = (queue: IQueue): IEventSourceDlq => ({
  bind(_mapping, { role }) {
    const allow = (actions: string[], resource: string): void => {
      role?.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [resource] }));
    };
    allow(['sqs:SendMessage'], queue.queueArn);
    const key = queue.encryptionMasterKey;
    if (key !== undefined) allow(['kms:Decrypt', 'kms:GenerateDataKey'], key.keyArn);
    return { destination: queue.queueArn };
  },
});
