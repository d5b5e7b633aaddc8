import { openDatabase } from '../../runtime/store/database.ts';
import { createSqliteTable } from '../../runtime/store/sqlite-table.ts';
import { triageModel } from '../contract/triage-model.ts';
import { openDynaliteTable } from '../support/dynamo-tables.ts';

triageModel('SQLite', () => createSqliteTable(openDatabase(':memory:')), 150);
// Each run takes dynalite some hundred milliseconds.
triageModel('DynamoDB (dynalite)', openDynaliteTable, 10);
