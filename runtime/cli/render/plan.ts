import type { Plan } from '../../../core/plan.ts';
import { describeChange } from '../../../tasks/describe-change.ts';
import type { Terminal } from '../terminal.ts';

/** What the plan changes, one line for each value that differs. */
export const renderChange = ({ paint }: Terminal, plan: Pick<Plan, 'before' | 'after'>): string[] =>
  describeChange(plan).map(
    ({ path, before, after }) => `${path}: ${paint('red', before ?? '–')} → ${paint('green', after ?? '–')}`,
  );
