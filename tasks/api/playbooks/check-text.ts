import type { PlaybookProblem } from '../../../core/api/playbooks.ts';
import type { JsonObject } from '../../../core/json.ts';
import { locateJsonError } from '../../../core/locate-json-error.ts';
import { locatePointer } from '../../../core/locate-pointer.ts';
import { parseJson } from '../../../core/parse-json.ts';
import { checkLibrary } from '../../../core/playbook/check/check-library.ts';
import { compile } from '../../../core/playbook/compile.ts';
import { parsePlaybook } from '../../../core/playbook/parse-playbook.ts';
import { describeFault, type Problem } from '../../../core/problem/problem.ts';
import type { Playbook } from '../../../core/playbook/schema.ts';
import { catalog } from '../../actions/catalog.ts';

export type CheckedText =
  | { readonly ok: true; readonly playbook: Playbook; readonly definition: JsonObject }
  | { readonly ok: false; readonly problems: readonly PlaybookProblem[] };

/**
 * A playbook as it stands in an editor: what is wrong with it, up to a hundred things, each with its place in the text.
 * @param others those that it may run; the one with its id is passed over.
 */
export function checkText(text: string, others: readonly Playbook[]): CheckedText {
  const parsed = parseJson(new TextEncoder().encode(text));
  if (!parsed.ok) return { ok: false, problems: [describeUnread(text, parsed.reason)] };
  const checked = parsePlaybook(parsed.value, catalog);
  if (!checked.ok) return refuse(text, checked.errors);
  const { playbook } = checked;
  const library = [...others.filter(({ id }) => id !== playbook.id), playbook];
  const together = checkLibrary(library).filter((one) => one.playbook === playbook.id);
  const compiled = compile(playbook, catalog);
  if (!compiled.ok) return refuse(text, compiled.errors);
  if (together.length > 0)
    return refuse(
      text,
      together.map(({ problem }) => problem),
    );
  return { ok: true, playbook, definition: compiled.definition as JsonObject };
}

/** Each is looked for in the whole text; nobody mends more of them at once. */
const mostProblems = 100;

const refuse = (text: string, problems: readonly Problem[]): CheckedText => ({
  ok: false,
  problems: problems.slice(0, mostProblems).map((problem) => ({
    pointer: problem.pointer,
    ...locatePointer(text, problem.pointer),
    message: describeFault(problem),
    remedy: problem.remedy,
  })),
});

/** What is no JSON is wrong at one place; what is refused though it is JSON, as a whole. */
function describeUnread(text: string, message: string): PlaybookProblem {
  const whole = { pointer: '', message, remedy: null };
  if (isJson(text) || text.trim() === '') return { ...whole, from: null, to: null };
  const { at } = locateJsonError(text);
  // Something to underline, also at the end.
  return { ...whole, from: Math.min(at, text.length - 1), to: Math.min(at + 1, text.length) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
