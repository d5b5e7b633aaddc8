import * as z from 'zod';
import type { ListedExecution, StoredExecution, StoredMachine } from './execution-store.ts';

const absent = <T extends z.ZodType>(schema: T) => schema.nullable().transform((value) => value ?? undefined);

const Status = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);

export const ExecutionRow = z
  .object({
    arn: z.string(),
    name: z.string(),
    machine_arn: z.string(),
    machine_name: z.string(),
    role_arn: z.string(),
    definition_hash: z.string(),
    status: Status,
    input: z.string(),
    output: absent(z.string()),
    error: absent(z.string()),
    cause: absent(z.string()),
    started_at: z.number(),
    stopped_at: absent(z.number()),
    redrive_count: z.number(),
    redriven_at: absent(z.number()),
  })
  .transform((row): StoredExecution => ({
    arn: row.arn,
    name: row.name,
    stateMachineArn: row.machine_arn,
    stateMachineName: row.machine_name,
    roleArn: row.role_arn,
    definitionHash: row.definition_hash,
    status: row.status,
    input: row.input,
    output: row.output,
    error: row.error,
    cause: row.cause,
    startedAt: row.started_at,
    stoppedAt: row.stopped_at,
    redriveCount: row.redrive_count,
    redrivenAt: row.redriven_at,
  }));

export const MachineRow = z
  .object({
    arn: z.string(),
    name: z.string(),
    role_arn: z.string(),
    created_at: z.number(),
    definition_hash: z.string(),
    definition: z.string(),
  })
  .transform((row): StoredMachine => ({
    arn: row.arn,
    name: row.name,
    roleArn: row.role_arn,
    createdAt: row.created_at,
    definitionHash: row.definition_hash,
    definition: row.definition,
  }));

export const ListRow = z
  .object({
    id: z.number(),
    arn: z.string(),
    name: z.string(),
    machine_arn: z.string(),
    status: Status,
    started_at: z.number(),
    stopped_at: absent(z.number()),
    redrive_count: z.number(),
    redriven_at: absent(z.number()),
  })
  .transform((row): ListedExecution => ({
    row: row.id,
    arn: row.arn,
    name: row.name,
    stateMachineArn: row.machine_arn,
    status: row.status,
    startedAt: row.started_at,
    stoppedAt: row.stopped_at,
    redriveCount: row.redrive_count,
    redrivenAt: row.redriven_at,
  }));

export const EntriesRow = z.object({ id: z.number(), entries: z.string() });
export const IdRow = z.object({ id: z.number() });
export const DefinitionRow = z.object({ definition: z.string() });
