import { hash, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { incidentsObject } from '../../core/lake/incident-row.ts';
import type { Callbacks } from '../../core/ports/callbacks.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Digest } from '../../core/ports/digest.ts';
import type { Evidence } from '../../core/ports/evidence.ts';
import type { Executions } from '../../core/ports/executions.ts';
import type { Lake } from '../../core/ports/lake.ts';
import type { Publisher } from '../../core/ports/publisher.ts';
import type { RawStore } from '../../core/ports/raw-store.ts';
import type { StepFunctions } from '../../core/ports/step-functions.ts';
import type { Table } from '../../core/ports/table.ts';
import { createNewestIncidents } from '../../core/records/incidents.ts';
import { createStores, type Stores } from '../../core/records/stores.ts';
import { createDynamoIndexes } from '../aws/dynamo-indexes.ts';
import { createDynamoTable } from '../aws/dynamo-table.ts';
import { createFirehoseLake } from '../aws/firehose-lake.ts';
import {
  createFirehoseClient,
  createDynamoClient,
  createS3Client,
  createSfnClient,
  createSnsClient,
  type OwnSettings,
} from '../aws/own-clients.ts';
import { createS3Copy } from '../aws/s3-copy.ts';
import { createS3Evidence } from '../aws/s3-evidence.ts';
import { createOpenDrop } from '../aws/s3-drops.ts';
import { createS3RawStore, createS3RawWriter } from '../aws/s3-raw-store.ts';
import type { CopyIncidentsPorts } from '../copy-incidents/index.ts';
import type { OpenDrop } from '../ingest/read-drop.ts';
import { createRequestHandler } from '../aws/request-handler.ts';
import { createSfnCallbacks, createSfnExecutions, isExecutionOpen } from '../aws/sfn-executions.ts';
import { createSfnStepFunctions } from '../aws/sfn-step-functions.ts';
import { createSnsPublisher } from '../aws/sns-publisher.ts';
import { readEnvironment } from './environment.ts';

/** The ports of a function onto what Tourniquet itself is made of. Each is made where a function needs it. */

export const clock: Clock = { now: () => Date.now() };
export const digest: Digest = (text) => hash('sha256', text);

/** Five attempts take less than a task has. */
const settings = (): OwnSettings => ({
  region: readEnvironment('AWS_REGION').AWS_REGION,
  requestHandler: createRequestHandler({ connectMs: 1_000, requestMs: 3_000 }),
});

export interface OpenStore {
  readonly table: Table;
  readonly stores: Stores;
}

export function openStore(): OpenStore {
  const { TOURNIQUET_TABLE } = readEnvironment('TOURNIQUET_TABLE');
  const client = createDynamoClient(settings());
  const table = createDynamoTable({ client, table: TOURNIQUET_TABLE, newId: randomUUID });
  return { table, stores: createStores({ table, clock, digest }) };
}

export function openRawStore(): Pick<RawStore, 'put'> {
  const { TOURNIQUET_RAW_BUCKET } = readEnvironment('TOURNIQUET_RAW_BUCKET');
  return createS3RawWriter({ client: createS3Client(settings()), bucket: TOURNIQUET_RAW_BUCKET });
}

/** Reads too, what only one function may. */
export function openOriginals(): RawStore {
  const { TOURNIQUET_RAW_BUCKET } = readEnvironment('TOURNIQUET_RAW_BUCKET');
  return createS3RawStore({ client: createS3Client(settings()), bucket: TOURNIQUET_RAW_BUCKET });
}

/** The incidents of the store, and where Athena reads them. */
export function openIncidentCopy(): CopyIncidentsPorts {
  const { TOURNIQUET_TABLE: table, TOURNIQUET_LAKE_BUCKET: bucket } = readEnvironment(
    'TOURNIQUET_TABLE',
    'TOURNIQUET_LAKE_BUCKET',
  );
  const indexes = createDynamoIndexes({ client: createDynamoClient(settings()), table });
  const put = createS3Copy({ client: createS3Client(settings()), bucket, key: incidentsObject });
  return { incidents: { newest: createNewestIncidents(indexes) }, put };
}

export const openDrops = (): OpenDrop => createOpenDrop(createS3Client(settings()));

export function openLake(): Lake {
  const { TOURNIQUET_LAKE_STREAM } = readEnvironment('TOURNIQUET_LAKE_STREAM');
  const client = createFirehoseClient(settings());
  return createFirehoseLake({ client, stream: TOURNIQUET_LAKE_STREAM, wait, random: Math.random });
}

export function openEvidence(): Evidence {
  const { TOURNIQUET_EVIDENCE_BUCKET } = readEnvironment('TOURNIQUET_EVIDENCE_BUCKET');
  return createS3Evidence({ client: createS3Client(settings()), bucket: TOURNIQUET_EVIDENCE_BUCKET });
}

export function openPublisher(): Publisher {
  const {
    TOURNIQUET_URGENT_TOPIC: urgent,
    TOURNIQUET_ALERTS_TOPIC: alerts,
    TOURNIQUET_APPROVALS_TOPIC: approvals,
  } = readEnvironment('TOURNIQUET_URGENT_TOPIC', 'TOURNIQUET_ALERTS_TOPIC', 'TOURNIQUET_APPROVALS_TOPIC');
  return createSnsPublisher({ client: createSnsClient(settings()), topics: { urgent, alerts, approvals } });
}

/** By short name: `triage`, `response`, `playbook-isolate-compromised-instance`. */
export function machineArn(name: string): string {
  return `${readEnvironment('TOURNIQUET_MACHINES').TOURNIQUET_MACHINES}${name}`;
}

export const openExecutions = (): Executions => createSfnExecutions(createSfnClient(settings()), machineArn);

/** @param names of the machines that were deployed, short. */
export const openStepFunctions = (names: readonly string[]): StepFunctions =>
  createSfnStepFunctions({ client: createSfnClient(settings()), machines: names.map(machineArn), clock });

export const openCallbacks = (): Callbacks => createSfnCallbacks(createSfnClient(settings()));

/** Whether an execution still runs, by its ARN. */
export function openRunCheck(): (executionArn: string) => Promise<boolean> {
  const client = createSfnClient(settings());
  return (executionArn) => isExecutionOpen(client, executionArn);
}
