import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { Config } from '../../../core/config.ts';
import type { Finding } from '../../../core/finding.ts';
import { normalise } from '../../../core/normalise/normalise.ts';
import { parseJson } from '../../../core/parse-json.ts';
import type { SimulatedHome } from '../../home/home.ts';
import { acceptFiles } from '../accept-files.ts';
import { createApprover } from '../approver.ts';
import { showProgress } from '../progress.ts';
import { readHistory } from '../read-history.ts';
import { renderStates } from '../render/history.ts';
import { renderReport } from '../render/report.ts';
import { describeResources, type ResourceFact } from '../render/resource-state.ts';
import { renderTable } from '../render/table.ts';
import type { Terminal } from '../terminal.ts';

const examples = ['ec2-cryptocurrency.json', 'iam-key-compromised.json', 's3-bucket-made-public.json'];
const folder = new URL('../../../docs/examples/', import.meta.url);
const database = '.tourniquet/demo/incidents.db';

export function addDemoCommand(program: Command, terminal: Terminal): void {
  program
    .command('demo')
    .description('three example findings through the whole workflow, on a simulated account')
    .action(async () => {
      process.exitCode = (await demo(terminal)) ? 0 : 1;
    });
}

/** @returns whether all three were contained. */
async function demo(terminal: Terminal): Promise<boolean> {
  await rm(dirname(database), { recursive: true, force: true });
  await mkdir(dirname(database), { recursive: true });
  const { openHome } = await import('../../home/open-home.ts');
  const home = await openHome({ database, config: Config.parse({}), playbooks: null });
  try {
    terminal.out(heading(terminal, 'Three findings arrive'));
    for (const example of examples) terminal.out(`  docs/examples/${example}`);
    const before = await tell(home, terminal);
    const report = await home.report();
    terminal.out(`\n${heading(terminal, 'What happened')}\n${renderReport(terminal, report)}`);
    terminal.out(`\n${heading(terminal, 'The account, before and after')}`);
    terminal.out(renderComparison(terminal, before, await describeAll(home)));
    const run = report.executions.find(
      ({ stateMachine }) => stateMachine === 'playbook-isolate-compromised-instance',
    );
    if (run !== undefined) {
      terminal.out(`\n${heading(terminal, `The history of ${run.name}, state by state`)}`);
      terminal.out(renderStates(terminal, readHistory(home.engine, run.name)));
    }
    terminal.out(`\n${heading(terminal, 'Go on from here')}`);
    for (const line of nextSteps(report.incidents[0]?.id ?? 'ID', run?.name ?? 'EXECUTION'))
      terminal.out(`  ${line}`);
    return (
      report.incidents.length === examples.length &&
      report.incidents.every(({ status }) => status === 'contained')
    );
  } finally {
    await home.close();
  }
}

const heading = ({ paint }: Terminal, text: string): string => paint('cyan', `── ${text} ──`);

/** Takes the examples in and waits for the end; the facts are those from before anything was changed. */
async function tell(home: SimulatedHome, terminal: Terminal): Promise<readonly ResourceFact[]> {
  const files = examples.map((example) => fileURLToPath(new URL(example, folder)));
  const findings = (await Promise.all(files.map(readFindings))).flat();
  await Promise.all(findings.map(async (finding) => await home.accounts.seed(finding)));
  const facts = findings.flatMap((finding) => describe(home, finding));
  const progress = showProgress(terminal, home);
  const approver = createApprover({ terminal, home, progress }, 'approved');
  await acceptFiles(home, files, { resume: false, mode: 'auto' });
  await approver.finish(home.idle());
  progress.stop();
  await home.inbox.finish();
  return facts;
}

async function readFindings(file: string): Promise<readonly Finding[]> {
  const origin = { via: 'file', account: null, trusted: true } as const;
  const parsed = parseJson(await readFile(file));
  const event = normalise(parsed.ok ? parsed.value : null, { origin, raw: '', now: 0 });
  return event.kind === 'findings' ? event.findings : [];
}

const describe = (home: SimulatedHome, finding: Finding): readonly ResourceFact[] =>
  describeResources(finding, home.accounts.snapshot(finding.account));

async function describeAll(home: SimulatedHome): Promise<readonly ResourceFact[]> {
  return (await home.stores.findings.list()).flatMap(({ finding }) => describe(home, finding));
}

function renderComparison(
  terminal: Terminal,
  before: readonly ResourceFact[],
  after: readonly ResourceFact[],
): string {
  const now = new Map(after.map(({ what, state }) => [what, state]));
  const changed = before.filter(({ what, state }) => now.get(what) !== state);
  const rows = changed.map(({ what, state }) => [
    what,
    terminal.paint('red', state),
    terminal.paint('green', now.get(what) ?? 'gone'),
  ]);
  return renderTable(terminal, ['RESOURCE', 'BEFORE', 'AFTER'], rows);
}

const nextSteps = (incident: string, execution: string): readonly string[] => [
  `npx --no-install tourniquet incidents --db ${database}`,
  `npx --no-install tourniquet incident ${incident} --db ${database}`,
  `npx --no-install tourniquet history ${execution} --db ${database}`,
  `npx --no-install tourniquet undo ${incident} --db ${database}`,
  'npx --no-install tourniquet run docs/examples/role-credentials-exfiltrated.json',
];
