import { isJsonObject, type Json, type JsonObject } from '../json.ts';

/** What is shown in the place of a task token. */
export const REDACTED = '[redacted]';

/** The tokens of the embedded engine, also as its own API hides them. */
const ownToken = /tqt_[\w-]*/g;
/** Under these keys stand the tokens of Step Functions, which look like nothing in particular. */
const tokenKey = /^(task_?)?token$/i;
/** Under these keys Lambda tells where in the code an error was thrown. */
const traceKey = /^(stack_?)?trace$|^stack$/i;
/** Texts without any of it are most. */
const suspicious = /token|tqt_|trace|stack/i;
/** JSON in the strings of JSON counts too. Nothing of ours is nested so deep; text of others may be, to end us. */
const deepest = 200;
/** JSON that was cut off, or stands in a sentence. */
const tokenInside = /token\\*"\s*:/i;

/**
 * Text of an execution as people may see it: without task tokens, which answer questions, and without stack traces.
 * JSON stays JSON, also where it stands in the strings of other JSON.
 */
export const redactText = (text: string): string => redactString(text, 0);

/** The same of a value. It is the same object where there is nothing to hide. */
export const redactJson = (value: Json): Json => redactValue(value, 0);

function redactString(text: string, depth: number): string {
  if (!suspicious.test(text)) return text;
  const parsed = parse(text);
  if (parsed !== undefined) {
    const redacted = redactValue(parsed, depth + 1);
    return redacted === parsed ? text : JSON.stringify(redacted);
  }
  return tokenInside.test(text) ? REDACTED : text.replace(ownToken, REDACTED);
}

function redactValue(value: Json, depth: number): Json {
  if (depth > deepest) return REDACTED;
  if (typeof value === 'string') return redactString(value, depth);
  if (Array.isArray(value)) return redactList(value, depth + 1);
  return isJsonObject(value) ? redactObject(value, depth + 1) : value;
}

function redactList(list: readonly Json[], depth: number): Json {
  const redacted = list.map((item) => redactValue(item, depth));
  return redacted.every((item, index) => item === list[index]) ? list : redacted;
}

function redactObject(object: JsonObject, depth: number): Json {
  const entries = Object.entries(object).map(
    ([key, value]) => [key, redactMember(key, value, depth)] as const,
  );
  return entries.every(([key, value]) => value === object[key]) ? object : Object.fromEntries(entries);
}

function redactMember(key: string, value: Json | undefined, depth: number): Json | undefined {
  if (value === undefined || value === null) return value;
  if (tokenKey.test(key) && typeof value === 'string') return REDACTED;
  if (traceKey.test(key) && (Array.isArray(value) || typeof value === 'string')) return [];
  return redactValue(value, depth);
}

/** Undefined: it is no JSON that could hold anything. */
function parse(text: string): Json | undefined {
  if (!/^\s*[{["]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
