import type { Command } from 'commander';
import { reportIncidents } from '../../report.ts';
import { dbOption } from '../db-option.ts';
import { openStore } from '../open-store.ts';
import { paintStatus } from '../render/status.ts';
import { renderTable } from '../render/table.ts';
import type { Terminal } from '../terminal.ts';

export function addIncidentsCommand(program: Command, terminal: Terminal): void {
  program
    .command('incidents')
    .description('list incidents, newest activity first')
    .addOption(dbOption())
    .option('--json', 'print them as JSON', false)
    .action(async ({ db, json }: { db: string; json: boolean }) => {
      const store = openStore(db);
      const incidents = await reportIncidents(store.stores, store.plans);
      store.close();
      if (json) return terminal.out(JSON.stringify(incidents, null, 2));
      if (incidents.length === 0) return terminal.out('There are no incidents.');
      const rows = incidents.map(({ id, status, risk, occurrences, resource, account, type, lastSeen }) => [
        id,
        paintStatus(terminal, status),
        `${risk.score} ${paintStatus(terminal, risk.level)}`,
        String(occurrences),
        resource.id,
        account,
        type,
        lastSeen.slice(0, 19).replace('T', ' '),
      ]);
      const head = ['INCIDENT', 'STATUS', 'RISK', 'SEEN', 'RESOURCE', 'ACCOUNT', 'TYPE', 'LAST SEEN (UTC)'];
      return terminal.out(renderTable(terminal, head, rows));
    });
}
