import { CustomResource, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { createTask, type Place } from '../constructs/create-task.ts';
import { customAction } from '../custom-action.ts';

export interface CustomActionProps extends StackProps {
  readonly place: Place;
}

/**
 * "Respond (Tourniquet)" in Security Hub's menu of actions; a rule in Pipeline takes in what it sends. By a function of
 * ours, for CloudFormation's own resource (AWS::SecurityHub::ActionTarget) is missing in most Regions. A stack of its
 * own: where Security Hub is not enabled it says so and fails, and nothing else does.
 */
export class CustomActionStack extends Stack {
  constructor(scope: Construct, id: string, { place, ...props }: CustomActionProps) {
    super(scope, id, props);
    const { functionArn } = createTask(this, 'CustomActionFunction', place);
    new CustomResource(this, 'Respond', {
      serviceToken: functionArn,
      resourceType: 'Custom::SecurityHubAction',
      // CloudFormation itself would wait for an hour where the function could not answer.
      serviceTimeout: Duration.minutes(5),
      properties: {
        Arn: this.formatArn({
          service: 'securityhub',
          resource: 'action',
          resourceName: `custom/${customAction.id}`,
        }),
        Id: customAction.id,
        Name: customAction.name,
        Description: 'Tourniquet takes the finding in and answers it, as it would one that came by itself',
      },
    });
  }
}
