import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { machineNameOnAws } from '../../core/machine-names.ts';

/**
 * The ARN of a machine by its short name, `playbook-*` for those of all playbooks: by name, for machines name each other
 * and call functions that are made first.
 */
export const machineArn = (scope: Construct, name: string): string =>
  arnOf(scope, 'stateMachine', machineNameOnAws(name));

/** Whatever a machine runs or ran. */
export const executionArns = (scope: Construct, name: string): string =>
  arnOf(scope, 'execution', `${machineNameOnAws(name)}:*`);

const arnOf = (scope: Construct, resource: string, resourceName: string): string =>
  Stack.of(scope).formatArn({
    service: 'states',
    resource,
    resourceName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
