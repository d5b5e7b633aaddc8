import { findNearest, suggest } from '../../problem/nearest-name.ts';
import { knownFunctions } from './known-functions.ts';
import { childrenOf, type Node, parseExpression } from './syntax.ts';

/** What an expression may name, and by which ASL variables it is known to the machine. */
export interface Names {
  /** `$steps.<id>` of the steps that have run by here → variable. */
  readonly steps: ReadonlyMap<string, string>;
  /** `$<as>` of the enclosing forEach steps → variable. */
  readonly items: ReadonlyMap<string, string>;
  /** Every step of the playbook: the ones that are not in `steps` exist but cannot be read here. */
  readonly allSteps: ReadonlySet<string>;
  /** What `$resource(kind)` takes. */
  readonly kinds: readonly string[];
}

interface Fault {
  readonly message: string;
  readonly remedy: string;
}

export type Rewritten =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly faults: readonly Fault[] };

const provided = ['finding', 'incident', 'risk'];
/** What no playbook may bind or hide. */
export const givenNames: ReadonlySet<string> = new Set([
  ...provided,
  'steps',
  'resource',
  'states',
  'mode',
  'run',
]);

/**
 * Turns `$steps.<id>`, `$resource('<kind>')` and forEach items into plain JSONata over ASL variables. It works
 * on the syntax tree: what stands in strings, comments or field names is left alone. All faults at once.
 * `source` is what stands between `{%` and `%}`.
 */
export function rewriteExpression(source: string, names: Names): Rewritten {
  const parsed = parseExpression(source);
  if (!parsed.ok) {
    return { ok: false, faults: [{ message: parsed.message, remedy: 'see https://docs.jsonata.org' }] };
  }
  const work: Work = { source, names, locals: findLocals(parsed.ast), edits: new Map(), faults: [] };
  visit(parsed.ast, true, work);
  if (work.faults.length > 0) return { ok: false, faults: work.faults };
  return { ok: true, text: applyEdits(source, work.edits) };
}

interface Edit {
  readonly end: number;
  readonly text: string;
}

interface Work {
  readonly source: string;
  readonly names: Names;
  /** Variables that the expression binds itself. */
  readonly locals: ReadonlySet<string>;
  /** By where they start: a tree may hold one node twice. */
  readonly edits: Map<number, Edit>;
  readonly faults: Fault[];
}

/** `root`: field names are read from the state's input here, not from a value that the expression chose. */
type Visitor = (node: Node, root: boolean, work: Work) => void;

function visit(node: Node, root: boolean, work: Work): void {
  (visitors.get(node.type) ?? visitChildren)(node, root, work);
}

const visitors: ReadonlyMap<string, Visitor> = new Map<string, Visitor>([
  ['path', visitPath],
  ['variable', visitVariable],
  ['function', visitCall],
  ['partial', visitCall],
  ['bind', visitBinding],
  ['lambda', visitLambda],
  ['regex', visitRegExp],
]);

/** Members whose expressions read the fields of each value of the node before them. */
const narrowing = new Set(['predicate', 'stages', 'group', 'terms', 'pattern', 'update', 'delete']);

function visitChildren(node: Node, root: boolean, work: Work): void {
  for (const [member, value] of Object.entries(node)) {
    const inner = root && !narrowing.has(member);
    for (const child of childrenOf({ type: 'member', value })) visit(child, inner, work);
  }
}

function visitPath(node: Node, root: boolean, work: Work): void {
  const steps = node.steps ?? [];
  steps.forEach((step, index) => {
    const before = steps[index - 1];
    if (before && isSteps(before)) visitChildren(step, false, work);
    else if (isSteps(step)) visitStepReference(step, steps[index + 1], work);
    else visitPathStep(step, root && index === 0, work);
  });
  visitChildren({ ...node, steps: [] }, root, work);
}

function visitPathStep(step: Node, root: boolean, work: Work): void {
  if (root && step.type === 'name') refuseBareName(String(step.value), work);
  visit(step, root, work);
}

const isVariable = (node: Node, name: string) => node.type === 'variable' && node.value === name;
const isSteps = (node: Node) => isVariable(node, 'steps');

function visitStepReference(node: Node, next: Node | undefined, work: Work): void {
  const dynamic = node.predicate ?? node.stages ?? node.focus ?? node.index;
  if (next?.type !== 'name' || dynamic !== undefined) return refuseDynamicSteps(work);
  const id = String(next.value);
  const variable = work.names.steps.get(id);
  if (variable === undefined) return refuseStep(id, work);
  replace(node, '$steps', { end: next.position ?? 0, text: `$${variable}` }, work);
}

function visitVariable(node: Node, _root: boolean, work: Work): void {
  const name = String(node.value);
  if (name === 'steps') return refuseDynamicSteps(work);
  if (name === 'resource') return refuseDynamicResource(work);
  const item = work.names.items.get(name);
  if (item !== undefined && !work.locals.has(name)) {
    replace(node, `$${name}`, { end: node.position ?? 0, text: `$${item}` }, work);
  } else if (!isKnown(name, work)) refuseVariable(name, work);
  visitChildren(node, false, work);
}

const isKnown = (name: string, { locals }: Work) =>
  name === '' || provided.includes(name) || knownFunctions.has(name) || locals.has(name);

function visitCall(node: Node, root: boolean, work: Work): void {
  const { procedure, arguments: given = [], ...rest } = node;
  if (procedure === undefined || !isVariable(procedure, 'resource')) return visitChildren(node, root, work);
  const [kind] = given;
  const plain = node.type === 'function' && given.length === 1 && kind?.type === 'string';
  if (!plain) return refuseDynamicResource(work);
  replaceResource(procedure, kind, work);
  visitChildren(rest, root, work);
}

function replaceResource(procedure: Node, kind: Node, work: Work): void {
  const name = String(kind.value);
  const { kinds } = work.names;
  if (!kinds.includes(name)) {
    const message = `$resource('${name}'): there is no such kind`;
    work.faults.push({ message, remedy: suggest(name, kinds, '') });
    return;
  }
  const end = findClosing(work.source, kind.position ?? 0);
  replace(procedure, '$resource', { end, text: `($finding.resources[kind = '${name}'])[0]` }, work);
}

function visitBinding(node: Node, root: boolean, work: Work): void {
  visitChildren({ ...node, lhs: [] }, root, work);
  for (const name of boundBy(node)) refuseReserved(name, work);
}

function visitLambda(node: Node, root: boolean, work: Work): void {
  visitChildren({ ...node, arguments: [] }, root, work);
  for (const name of boundBy(node)) refuseReserved(name, work);
}

/** Lookaround and backreferences, and repetitions that are too many: an escaped backslash begins none of them. */
const unbounded = /\(\?<?[=!]|\\[1-9]|\\k<|\{(?:\d+,)?\d{4,}/;

/** With them a text can take a regular expression for ever. The engine holds to RE2, whose time the text bounds. */
function visitRegExp({ value }: Node, _root: boolean, { faults }: Work): void {
  if (!(value instanceof RegExp) || !unbounded.test(value.source.replaceAll('\\\\', ''))) return;
  faults.push({
    message: `/${value.source}/ can run for ever: it looks around, refers back, or repeats more than 999 times`,
    remedy: 'write it without (?=…), (?!…), (?<=…), (?<!…), \\1 and \\k<…>',
  });
}

function boundBy(node: Node): string[] {
  const names = [node.focus, node.index].filter((name) => name !== undefined);
  if (node.type === 'bind') names.push(String((node.lhs as Node).value));
  if (node.type === 'lambda') names.push(...(node.arguments ?? []).map((argument) => String(argument.value)));
  return names;
}

function findLocals(node: Node): Set<string> {
  const locals = new Set(boundBy(node));
  for (const child of childrenOf(node)) for (const name of findLocals(child)) locals.add(name);
  return locals;
}

/** Records that the source from the start of the node's own token to `edit.end` is replaced. */
function replace(node: Node, token: string, edit: Edit, work: Work): void {
  const start = (node.position ?? 0) - token.length;
  if (work.source.slice(start, node.position) !== token) throw new TypeError(`no ${token} at ${start}`);
  work.edits.set(start, edit);
}

/** The end of the `)` after an argument, past blanks and comments. */
function findClosing(source: string, from: number): number {
  const blank = /(?:\s|\/\*[\s\S]*?\*\/)*\)/y;
  blank.lastIndex = from;
  return from + (blank.exec(source)?.[0].length ?? 0);
}

function applyEdits(source: string, edits: ReadonlyMap<number, Edit>): string {
  let text = '';
  let at = 0;
  for (const [start, edit] of [...edits].sort(([a], [b]) => a - b)) {
    text += source.slice(at, start) + edit.text;
    at = edit.end;
  }
  return text + source.slice(at);
}

function refuseDynamicSteps({ faults }: Work): void {
  faults.push({ message: '$steps is read otherwise than by a step’s name', remedy: 'write $steps.<id>' });
}

function refuseDynamicResource({ faults }: Work): void {
  faults.push({
    message: '$resource is used otherwise than with one kind in quotes',
    remedy: "write $resource('ec2-instance')",
  });
}

function refuseStep(id: string, { names, faults }: Work): void {
  const readable = [...names.steps.keys()];
  faults.push(
    names.allSteps.has(id)
      ? {
          message: `$steps.${id} cannot be read here: that step runs later, beside this one or once per item`,
          remedy: 'read a step that has ended by then (of a forEach: $steps.<forEach id>.result)',
        }
      : {
          message: `$steps.${id}: there is no such step`,
          remedy: suggest(id, readable, 'name an earlier step'),
        },
  );
}

function refuseVariable(name: string, { names, faults, locals }: Work): void {
  const given = [...provided, ...names.items.keys()];
  const nearest = findNearest(name, [...given, 'steps', 'resource', ...locals, ...knownFunctions]);
  const remedy = nearest === undefined || name === 'states' ? listGiven(given) : `did you mean $${nearest}?`;
  faults.push({ message: `$${name} is not known here`, remedy });
}

const listGiven = (given: readonly string[]) =>
  `read ${given.map((name) => `$${name}`).join(', ')}, $steps.<id> or $resource('<kind>')`;

function refuseBareName(name: string, { names, faults }: Work): void {
  const known = [...provided, ...names.items.keys()];
  faults.push({
    message: `"${name}" is a field of nothing here`,
    remedy: known.includes(name) ? `write $${name}` : listGiven(known),
  });
}

function refuseReserved(name: string, { faults }: Work): void {
  if (!givenNames.has(name)) return;
  faults.push({ message: `$${name} is given and cannot be bound again`, remedy: 'choose another name' });
}
