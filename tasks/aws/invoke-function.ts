import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { Busy, Conflict, InvalidInput, NotFound } from '../../core/errors.ts';
import type { Json } from '../../core/json.ts';
import { callOwn } from './own-errors.ts';

/** What Lambda answers for a function that threw. */
const Failure = z.object({ errorType: z.string(), errorMessage: z.string() });

/** Errors that mean the same here as where they were thrown. */
const known = { Busy, Conflict, InvalidInput, NotFound } as const;
const isKnown = (name: string): name is keyof typeof known => Object.hasOwn(known, name);

/**
 * Calls a function, and waits for its answer as long as the client does.
 * @throws what the function threw, where that is an error of ours by its name.
 */
export function createInvoke(client: Pick<LambdaClient, 'send'>, name: string) {
  return async (payload: Json): Promise<unknown> => {
    const command = new InvokeCommand({
      FunctionName: name,
      Payload: new TextEncoder().encode(JSON.stringify(payload)),
    });
    const { FunctionError, Payload } = await callOwn(`the function ${name}`, () => client.send(command));
    const answer: unknown = JSON.parse(Payload?.transformToString() || 'null');
    if (FunctionError === undefined) return answer;
    const { errorType, errorMessage } = Failure.catch({ errorType: FunctionError, errorMessage: '' }).parse(
      answer,
    );
    if (isKnown(errorType)) throw new known[errorType](errorMessage);
    throw new Error(`${name} failed with ${errorType}: ${errorMessage}`);
  };
}
