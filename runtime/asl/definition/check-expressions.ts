import type { Json } from '../../../core/json.ts';
import { compileExpression } from '../jsonata/expression.ts';
import { walkNodes, type JsonataNode } from '../jsonata/limits.ts';
import { expressionSource } from '../jsonata/template.ts';
import { pointTo, type Report } from './problems.ts';
import { findTopLevelName } from './top-level-names.ts';
import type { MachineDefinition, StateDefinition } from './schema.ts';
import { statesOf, walkScopes } from './walk-states.ts';

/** Every expression parses, calls no `$eval`, and uses of `$states` only what its field has. */
export function checkExpressions(definition: MachineDefinition, report: Report): void {
  for (const scope of walkScopes({ scope: definition, pointer: '' })) {
    for (const { state, pointer } of statesOf(scope)) {
      for (const field of fieldsOf(state)) checkField(field, pointer, report);
    }
  }
}

/** Which of the members of `$states` that not every field has are there. */
interface Field {
  readonly member: string;
  readonly json: Json | undefined;
  readonly has: 'result' | 'errorOutput' | undefined;
}

const WITH_RESULT: ReadonlySet<string> = new Set(['Task', 'Parallel', 'Map']);
/** Expressions may stand in these, beside Output and Assign. */
const PLAIN_FIELDS: readonly string[] = [
  'Arguments',
  'Credentials',
  'TimeoutSeconds',
  'HeartbeatSeconds',
  'Seconds',
  'Timestamp',
  'Error',
  'Cause',
  'Items',
  'ItemSelector',
  'MaxConcurrency',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
];

interface Leaving {
  readonly Output?: Json | undefined;
  readonly Assign?: Readonly<Record<string, Json>> | undefined;
}

function fieldsOf(state: StateDefinition): readonly Field[] {
  const members = state as unknown as Readonly<Record<string, Json | undefined>>;
  const plain = PLAIN_FIELDS.map((name) => ({ member: `/${name}`, json: members[name], has: undefined }));
  const own = leavingFields(members as Leaving, '', WITH_RESULT.has(state.Type) ? 'result' : undefined);
  const rules = state.Type === 'Choice' ? state.Choices : [];
  const catchers = 'Catch' in state ? (state.Catch ?? []) : [];
  return [
    ...plain,
    ...own,
    ...rules.flatMap((rule, index) => [
      { member: `/Choices/${index}/Condition`, json: rule.Condition, has: undefined },
      ...leavingFields(rule, `/Choices/${index}`, undefined),
    ]),
    ...catchers.flatMap((catcher, index) => leavingFields(catcher, `/Catch/${index}`, 'errorOutput')),
  ];
}

function leavingFields(leaving: Leaving, at: string, has: Field['has']): readonly Field[] {
  return [
    { member: `${at}/Output`, json: leaving.Output, has },
    { member: `${at}/Assign`, json: leaving.Assign, has },
  ];
}

function checkField(field: Field, pointer: string, report: Report): void {
  for (const [at, text] of stringsIn(field.json, `${pointer}${field.member}`)) {
    const source = expressionSource(text);
    if (source === undefined) checkMarkers(text, at, report);
    else checkExpression(source, field.has, (reason) => report(at, reason));
  }
}

function* stringsIn(json: Json | undefined, pointer: string): Generator<readonly [string, string]> {
  if (typeof json === 'string') yield [pointer, json];
  if (typeof json !== 'object' || json === null) return;
  for (const [member, inner] of Object.entries(json))
    yield* stringsIn(inner as Json, pointTo(pointer, member));
}

function checkMarkers(text: string, pointer: string, report: Report): void {
  if (text.startsWith('{%') || text.endsWith('%}')) {
    report(pointer, 'an expression begins with {% and ends with %}, with nothing before or after');
  }
}

function checkExpression(source: string, has: Field['has'], report: (reason: string) => void): void {
  let ast: JsonataNode;
  try {
    ({ ast } = compileExpression(source));
  } catch (error) {
    const { message, position } = error as { readonly message?: string; readonly position?: number };
    return report(`the JSONata expression '${source}' is malformed at character ${position}: ${message}`);
  }
  const name = findTopLevelName(ast);
  if (name !== undefined) {
    return report(
      `Reference to '${name}' at the top level is not supported: begin with $states or a variable`,
    );
  }
  for (const node of walkNodes(ast)) {
    const reason = refuseNode(node, has);
    if (reason) return report(reason);
  }
  return undefined;
}

function refuseNode(node: JsonataNode, has: Field['has']): string | undefined {
  if (node.type === 'function')
    return isVariable(node.procedure, 'eval') ? '$eval is not supported' : undefined;
  const [root, member] = node.steps ?? [];
  if (node.type !== 'path' || !isVariable(root, 'states') || member?.type !== 'name') return undefined;
  const where = WHERE.get(String(member.value));
  return where && member.value !== has ? `$states.${String(member.value)} is not there: ${where}` : undefined;
}

const isVariable = (node: JsonataNode | undefined, name: string): boolean =>
  node?.type === 'variable' && node.value === name;

const WHERE: ReadonlyMap<string, string> = new Map([
  ['result', 'it is only in Output and Assign of Task, Parallel and Map'],
  ['errorOutput', "it is only in a Catch's Output and Assign"],
]);
