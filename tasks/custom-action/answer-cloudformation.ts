import * as z from 'zod';
import type { Json } from '../../core/json.ts';
import type { Task } from '../task.ts';
import { Request } from './index.ts';

/** What an answer repeats, and where it goes. The URL is signed: whoever has it can answer, so it stands in no log. */
const Envelope = z.object({
  ResponseURL: z.url({ protocol: /^https$/ }),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  ...Request.shape,
});

export interface AnswerPorts {
  /** @returns the id of what was made. */
  readonly change: (request: Request) => Promise<string>;
  readonly put: (url: string, body: string) => Promise<void>;
}

/**
 * A task out of a change to a resource. CloudFormation hears of every outcome: what it does not hear of it waits for, up
 * to an hour.
 */
export function answerCloudFormation({ change, put }: AnswerPorts): Task {
  const attempt = async (request: Request): Promise<Record<string, string>> => {
    const known = request.PhysicalResourceId ?? request.ResourceProperties.Arn;
    try {
      return { Status: 'SUCCESS', PhysicalResourceId: await change(request) };
    } catch (error) {
      return { Status: 'FAILED', Reason: (error as Error).message, PhysicalResourceId: known };
    }
  };

  return async (event): Promise<Json> => {
    const { ResponseURL, StackId, RequestId, LogicalResourceId, ...request } = Envelope.parse(event);
    const outcome = await attempt(request);
    await put(ResponseURL, JSON.stringify({ ...outcome, StackId, RequestId, LogicalResourceId }));
    return outcome;
  };
}
