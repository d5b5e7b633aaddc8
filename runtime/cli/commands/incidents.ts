import type { Command } from 'commander';
import { reportIncidents } from '../../report.ts';
import { dbOption } from '../db-option.ts';
import { openStore } from '../open-store.ts';
import { renderIncidents } from '../render/incidents.ts';
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
      return terminal.out(renderIncidents(terminal, incidents));
    });
}
