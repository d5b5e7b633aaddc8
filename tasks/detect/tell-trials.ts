import type { Rule } from '../../core/detect/rule.ts';
import { joinLines } from '../../core/one-line.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Outbox } from '../../core/records/outbox.ts';
import type { StagedRule, StagedRules, Trial } from '../../core/records/staged-rules.ts';

export interface TellTrialsPorts {
  readonly rules: readonly Rule[];
  readonly staged: StagedRules;
  readonly outbox: Pick<Outbox, 'put'>;
  readonly clock: Clock;
}

/**
 * Tells people what each rule whose trial has ended would have found, and lets it find from then on. A rule that nobody
 * has seen before is on trial from now on. Each trial is told once: the message is named after it.
 * @returns the rules that were told of
 */
export function createTellTrials(ports: TellTrialsPorts): () => Promise<readonly string[]> {
  const open = new Set(ports.rules.filter(({ enabled, staged }) => enabled && staged !== undefined));
  return async () => {
    const told: string[] = [];
    for (const rule of open) {
      // One after another: there are few, and mostly none.
      // oxlint-disable-next-line no-await-in-loop
      if (!(await isOver(ports, rule))) continue;
      open.delete(rule);
      told.push(rule.id);
    }
    return told;
  };
}

async function isOver({ staged, outbox, clock }: TellTrialsPorts, rule: Rule): Promise<boolean> {
  const known = await staged.see(rule);
  if (known.told !== undefined) return true;
  if (Date.parse(known.until) > clock.now()) return false;
  const at = new Date(clock.now()).toISOString();
  const { subject, body } = describeTrial(rule, known, await staged.sum(rule));
  await outbox.put({ id: `trial-${rule.id}-${known.since}`, at, kind: 'note', subject, body });
  await staged.markTold(rule, at);
  return true;
}

const mostNames = 10;

function describeTrial(rule: Rule, { since }: StagedRule, { hits, findings, whom }: Trial) {
  const times = findings === 1 ? 'once' : `${findings} times`;
  const names = whom
    .slice(0, mostNames)
    .map(
      (one) =>
        `  ${one.name}: ${one.findings === 1 ? '1 finding' : `${one.findings} findings`}, ${one.hits === 1 ? '1 record' : `${one.hits} records`}`,
    );
  const others = whom.length - mostNames;
  return {
    subject: `Detection rule ${rule.id} is on: it would have fired ${findings === 0 ? 'never' : times} on trial`,
    body: joinLines([
      `${rule.name}: since ${since} the rule ${rule.id} was only counted. It would have made ${findings} findings (${rule.severity}) of ${hits} records.`,
      ...(names.length === 0 ? [] : ['On whom:', ...names]),
      ...(others > 0 ? [`  and ${others} more`] : []),
      'From now on it makes findings. If that is too much, allow what is wanted in its rule.json, or set "enabled": false.',
    ]),
  };
}
