import {
  CreateActionTargetCommand,
  DeleteActionTargetCommand,
  type SecurityHubClient,
  UpdateActionTargetCommand,
} from '@aws-sdk/client-securityhub';
import * as z from 'zod';
import { InvalidInput } from '../../core/errors.ts';
import { isAwsError } from '../actions/aws-errors.ts';

/** What CloudFormation asks for. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html */
export const Request = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  /** Absent with Create: the ARN of the action. */
  PhysicalResourceId: z.string().optional(),
  ResourceProperties: z.object({
    /** Where the action stands once it is there. */
    Arn: z.string(),
    Id: z.string(),
    Name: z.string(),
    Description: z.string(),
  }),
});
export type Request = z.infer<typeof Request>;

export interface CustomActionPorts {
  readonly client: Pick<SecurityHubClient, 'send'>;
  /** For errors. */
  readonly region: string;
}

/**
 * Makes, renames and removes an action among Security Hub's custom ones. CloudFormation has a resource for it, but not in
 * most Regions. Safe to repeat: an action that is there is named anew, one that is not there is gone.
 * @returns the ARN of the action.
 * @throws InvalidInput where Security Hub is not enabled, with the remedy.
 */
export function createCustomAction({
  client,
  region,
}: CustomActionPorts): (request: Request) => Promise<string> {
  const remove = async (ActionTargetArn: string): Promise<void> => {
    try {
      await client.send(new DeleteActionTargetCommand({ ActionTargetArn }));
    } catch (error) {
      // Without Security Hub there is no action either.
      if (!isAwsError(error, 'ResourceNotFoundException', 'InvalidAccessException')) throw error;
    }
  };

  const put = async ({ Arn, ...action }: Request['ResourceProperties']): Promise<void> => {
    try {
      await client.send(new CreateActionTargetCommand(action));
    } catch (error) {
      if (isAwsError(error, 'InvalidAccessException')) throw notEnabled(region, error);
      if (!isAwsError(error, 'ResourceConflictException')) throw error;
      const { Name, Description } = action;
      await client.send(new UpdateActionTargetCommand({ ActionTargetArn: Arn, Name, Description }));
    }
  };

  return async ({ RequestType, PhysicalResourceId, ResourceProperties }) => {
    // A creation that failed has no ARN, and CloudFormation cleans up after it all the same.
    if (RequestType === 'Delete') await remove(PhysicalResourceId ?? ResourceProperties.Arn);
    else await put(ResourceProperties);
    return ResourceProperties.Arn;
  };
}

const notEnabled = (region: string, cause: unknown): InvalidInput =>
  new InvalidInput(
    `Security Hub is not enabled in ${region}: enable it (deploy.detectors does), or leave deploy.customAction out`,
    { cause },
  );
