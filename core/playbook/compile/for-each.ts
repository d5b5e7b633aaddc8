import type { StepOf } from '../schema.ts';
import { catchFailure } from './failure.ts';
import { type Fragment, type Frame, outcomeVariable } from './frame.ts';
import { mostItems } from './most-items.ts';
import { joinedState, joinedStatus, joinFailures } from './join.ts';
import { guardScope, openScope } from './scope.ts';
import { compileSource } from './values.ts';

/**
 * The steps once per item, in an inline Map. An iteration catches its own errors. `result` of the outcome is
 * the outcomes of each iteration: `[{ isolate: { status, … } }, …]`.
 */
export function compileForEach(step: StepOf<'forEach'>, frame: Frame): Fragment {
  const { id, forEach } = step;
  const { build, scope, path } = frame;
  const entry = `${id}: Each`;
  const at = `at${scope.depth + 1}`;
  const item = `item_${forEach.as}`;
  const items = itemsOf(step, frame);
  const siblings = `of${scope.depth + 1}`;
  const inner = openScope(scope, { at, siblings, items: new Map([...scope.items, [forEach.as, item]]) });
  return {
    entry,
    states: {
      [entry]: {
        Type: 'Map',
        Items: `{% ${items} %}`,
        ItemSelector: {
          item: '{% $states.context.Map.Item.Value %}',
          at: `{% ${scope.at ? `$${scope.at} & ` : ''}'[' & $states.context.Map.Item.Index & ']' %}`,
          of: `{% $count(${items}) %}`,
        },
        MaxConcurrency: forEach.concurrency,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          ...guardScope(`{% '${id}' & $states.input.at %}`, forEach.steps, {
            build,
            scope: inner,
            path: [...path, 'forEach', 'steps'],
            prefix: `${id}[]: `,
            assign: {
              [item]: '{% $states.input.item %}',
              [at]: '{% $states.input.at %}',
              [siblings]: '{% $states.input.of %}',
            },
          }),
        },
        Assign: {
          [outcomeVariable(scope, id)]: { ...joinedStatus, result: '{% [$states.result.steps] %}' },
          ...joinFailures(step, frame),
        },
        Output: {},
        Catch: catchFailure(step, frame),
        Next: `${id}: Joined`,
      },
      [`${id}: Joined`]: joinedState(frame),
    },
  };
}

/** Always an array (JSONata unwraps a single one, and Map would walk the members of an object). */
function itemsOf({ id, forEach }: StepOf<'forEach'>, frame: Frame): string {
  const items = compileSource(forEach.items, ['forEach', 'items'], frame);
  const most = mostItems(forEach.steps);
  const refusal = `$error('${id} has more than ${most} items: ' & $count($items))`;
  return `($items := [(${items})]; $count($items) > ${most} ? ${refusal} : $items)`;
}
