import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import * as z from 'zod';
import type { Clients } from '../../../aws-clients.ts';
import { orNull } from '../../aws-errors.ts';

type Lambda = Clients['lambda'];

/** How many executions are reserved for a function; null: none, it shares what the account has left. */
const Reservation = z.object({ reserved: z.number().int().nullable() });
export type Reservation = z.infer<typeof Reservation>;

/** What the ledger keeps: the function's reservation before us; null: not looked yet. */
export const ConcurrencyData = z.object({ before: Reservation.nullable().default(null) });
export type ConcurrencyData = z.infer<typeof ConcurrencyData>;

/** Null where there is no such function. */
export async function readReservation(lambda: Lambda, functionName: string): Promise<Reservation | null> {
  const found = await orNull(
    lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: functionName })),
    'ResourceNotFoundException',
  );
  return found && { reserved: found.ReservedConcurrentExecutions ?? null };
}

export const writeReservation = (
  lambda: Lambda,
  functionName: string,
  { reserved }: Reservation,
): Promise<unknown> =>
  reserved === null
    ? lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: functionName }))
    : lambda.send(
        new PutFunctionConcurrencyCommand({
          FunctionName: functionName,
          ReservedConcurrentExecutions: reserved,
        }),
      );

export const isThrottled = ({ reserved }: Reservation): boolean => reserved === 0;

export const describe = ({ reserved }: Reservation): string =>
  reserved === null ? 'no reserved concurrency' : `a reserved concurrency of ${reserved}`;
