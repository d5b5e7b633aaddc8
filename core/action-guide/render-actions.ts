import type { ActionSpec, Catalog } from '../action-spec.ts';
import { renderAction } from './render-action.ts';
import { toTable } from './table.ts';

/** `docs/actions.md`: everything that a playbook can do, from the catalog alone. */
export function renderActions(catalog: Catalog): string {
  const specs = [...catalog.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return `${[head, renderIndex(specs), reading, ...specs.map(renderAction)].join('\n\n')}\n`;
}

const head = `<!-- Made from the catalog. Change tasks/actions/*/*/spec.ts, then run: npx vitest run test/docs/actions.test.ts -u -->

# Actions

What the steps of a playbook can do. [playbooks.md](playbooks.md) has the language, and
[manual-release.md](manual-release.md) says how each is undone by hand.`;

const reading = `Each action plans first, by reading only, and refuses what it cannot do: then the step is \`denied\`, with the reason. It
applies once, however many incidents want it; each of them holds it, and the last release undoes it. It verifies by
reading the account again. Undo leaves alone what a person changed since, and says so.

\`account\` and \`region\` are those of the incident unless a step says otherwise. Any parameter can be an expression in
\`{% %}\`. The permissions are what the role that acts needs in each phase: give an action no more than its own.
Those that begin with \`tourniquet:\` are not AWS's, and no role needs them.`;

function renderIndex(specs: readonly ActionSpec[]): string {
  const rows = specs.map(({ id, title, impact, undo }) => [
    `[\`${id}\`](#${anchorOf(id)})`,
    title,
    impact,
    undo === 'reversible' ? 'yes' : 'no',
  ]);
  return toTable(['action', 'does', 'impact', 'undo'], rows);
}

/** As GitHub makes anchors of headings: without dots, hyphens stay. */
const anchorOf = (id: string): string => id.replaceAll('.', '');
