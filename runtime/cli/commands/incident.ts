import type { Command } from 'commander';
import { reportIncident } from '../../report.ts';
import { dbOption } from '../db-option.ts';
import { openStore } from '../open-store.ts';
import { requireIncident } from '../require-incident.ts';
import { renderIncident } from '../render/incident.ts';
import type { Terminal } from '../terminal.ts';

export function addIncidentCommand(program: Command, terminal: Terminal): void {
  program
    .command('incident')
    .description('show one incident: score, playbooks, actions with their plans, approvals, timeline')
    .argument('<id>', 'such as inc-0123456789abcdef')
    .addOption(dbOption())
    .option('--json', 'print it as JSON', false)
    .action(async (id: string, { db, json }: { db: string; json: boolean }) => {
      const store = openStore(db);
      try {
        const incident = await requireIncident(store.stores, id, db);
        const report = await reportIncident(incident, store);
        terminal.out(json ? JSON.stringify(report, null, 2) : renderIncident(terminal, report));
      } finally {
        store.close();
      }
    });
}
