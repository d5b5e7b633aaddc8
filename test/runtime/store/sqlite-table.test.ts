import { openDatabase } from '../../../runtime/store/database.ts';
import { createSqliteTable } from '../../../runtime/store/sqlite-table.ts';
import { countersContract } from '../../contract/counters.ts';
import { tableContract } from '../../contract/table.ts';

tableContract('SQLite', () => createSqliteTable(openDatabase(':memory:')));
countersContract('SQLite', () => createSqliteTable(openDatabase(':memory:')));
