import { toTable } from '../action-guide/table.ts';
import { secondsOf } from '../duration.ts';
import type { Rule } from './rule.ts';

/** `docs/detections.md`: what the rules look for, from the rules alone. */
export function renderRules(rules: readonly Rule[]): string {
  const rows = rules.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(renderRule);
  return `${[head(rules.length), toTable(['rule', 'tells of', 'severity', 'ATT&CK', 'looks at', 'after'], rows)].join('\n\n')}\n`;
}

const head = (count: number): string =>
  `<!-- Made from the rules. Change detections/*/rule.json, then run: npx vitest run test/detections/shipped.test.ts -u -->

# Detection rules

The ${count} rules that ship. [ingest.md](ingest.md#detection-rules) has their language, and how to write your own. What looks the same
and is harmless stands in each rule's \`falsePositives\`, and what it takes to fire in its \`cases/\`.`;

const renderRule = (rule: Rule): readonly string[] => [
  `[\`${rule.id}\`](../detections/${rule.id}/rule.json)`,
  rule.name,
  rule.severity.toLowerCase(),
  rule.attack.techniques.map(linkTo).join(', '),
  rule.kinds.join(', '),
  [describeThreshold(rule), rule.staged === undefined ? '' : 'a trial']
    .filter((text) => text !== '')
    .join(', '),
];

const linkTo = (id: string): string =>
  `[${id}](https://attack.mitre.org/versions/v18/techniques/${id.replace('.', '/')}/)`;

function describeThreshold({ threshold }: Rule): string {
  if (threshold === undefined) return '';
  const { count, within, distinct } = threshold;
  return `${count}${distinct === undefined ? '' : ' different'} in ${secondsOf(within) / 60} min`;
}
