import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { DeployedName } from '../../core/deployed.ts';

/** Tells where things are, by outputs that `tourniquet dlq --account aws` reads. */
export function tell(stack: Stack, values: Readonly<Partial<Record<DeployedName, string>>>): void {
  for (const [name, value] of Object.entries(values)) new CfnOutput(stack, name, { value });
}
