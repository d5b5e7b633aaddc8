import type { ActionSpec, Impact, Phase } from '../action-spec.ts';
import { linkToTechnique } from './d3fend.ts';
import { describeParameters } from './parameter-table.ts';
import { toTable } from './table.ts';

const phases: readonly Phase[] = ['plan', 'apply', 'verify', 'undo'];

const felt: Record<Impact, string> = {
  safe: 'no workload feels it, and it does not count as containment',
  disruptive: 'workloads feel it',
  destructive: 'something is gone for good',
};

/** One action's section. */
export function renderAction(spec: ActionSpec): string {
  const { id, title, impact, parameters, guide } = spec;
  const step = { id: 'contain', action: id, with: guide.example };
  return [
    `## \`${id}\``,
    `**${title}.** ${guide.does}`,
    [
      `- Impact: **${impact}** (${felt[impact]}).`,
      `- Undo: ${describeUndo(spec)}`,
      `- Result: ${describeResult(guide.result)}`,
    ].join('\n'),
    describeParameters(parameters),
    fence('json', JSON.stringify(step, null, 2)),
    describePermissions(spec),
    describeSources(spec),
  ].join('\n\n');
}

const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

const describeUndo = ({ undo, guide }: ActionSpec): string =>
  undo === 'reversible' ? (guide.undoes ?? '') : `**none**: ${undo.irreversible}.`;

function describeResult(result: Readonly<Record<string, string>>): string {
  const parts = Object.entries(result).map(([name, meaning]) => `\`${name}\`, ${meaning}`);
  return parts.length === 0 ? 'nothing.' : `${parts.join('; ')}.`;
}

function describePermissions({ permissions }: ActionSpec): string {
  const all = [...new Set(phases.flatMap((phase) => permissions[phase]))].toSorted();
  const rows = all.map((permission) => [
    `\`${permission}\``,
    ...phases.map((phase) => (permissions[phase].includes(permission) ? '✓' : '')),
  ]);
  return toTable(['permission', ...phases], rows);
}

function describeSources({ d3fend, guide: { sources } }: ActionSpec): string {
  const techniques = d3fend.map(linkToTechnique);
  const pages = sources.map((source) => `<${source}>`);
  return [
    ...(techniques.length > 0 ? [`- MITRE D3FEND: ${techniques.join(', ')}`] : []),
    ...(pages.length > 0 ? [`- Read on: ${pages.join(', ')}`] : []),
  ].join('\n');
}
