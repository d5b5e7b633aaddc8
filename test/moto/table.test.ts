import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { Table } from '../../core/ports/table.ts';
import { createDynamoTable } from '../../tasks/aws/dynamo-table.ts';
import { countersContract } from '../contract/counters.ts';
import { tableContract } from '../contract/table.ts';
import { triageModel } from '../contract/triage-model.ts';
import { createLocalClient, makeTable } from '../support/dynamo-tables.ts';

async function openMotoTable(): Promise<Table> {
  const client = createLocalClient(inject('moto'));
  return createDynamoTable({ client, table: await makeTable(client), newId: randomUUID });
}

tableContract('DynamoDB (moto)', openMotoTable);
countersContract('DynamoDB (moto)', openMotoTable, 3);
triageModel('DynamoDB (moto)', openMotoTable, 3);
