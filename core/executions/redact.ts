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
/** JSON that was cut off, or stands in a sentence. */
const tokenInside = /token\\*"\s*:/i;

/**
 * Text of an execution as people may see it: without task tokens, which answer questions, and without stack traces.
 * JSON stays JSON, also where it stands in the strings of other JSON.
 */
export function redactText(text: string): string {
  if (!suspicious.test(text)) return text;
  const parsed = parse(text);
  if (parsed !== undefined) {
    const redacted = redactJson(parsed);
    return redacted === parsed ? text : JSON.stringify(redacted);
  }
  return tokenInside.test(text) ? REDACTED : text.replace(ownToken, REDACTED);
}

/** The same of a value. It is the same object where there is nothing to hide. */
export function redactJson<T extends Json>(value: T): Json {
  if (typeof value === 'string') return redactText(value);
  if (Array.isArray(value)) return redactList(value);
  return isJsonObject(value) ? redactObject(value) : value;
}

function redactList(list: readonly Json[]): Json {
  const redacted = list.map(redactJson);
  return redacted.every((item, index) => item === list[index]) ? list : redacted;
}

function redactObject(object: JsonObject): Json {
  const entries = Object.entries(object).map(([key, value]) => [key, redactMember(key, value)] as const);
  return entries.every(([key, value]) => value === object[key]) ? object : Object.fromEntries(entries);
}

function redactMember(key: string, value: Json | undefined): Json | undefined {
  if (value === undefined || value === null) return value;
  if (tokenKey.test(key) && typeof value === 'string') return REDACTED;
  if (traceKey.test(key) && (Array.isArray(value) || typeof value === 'string')) return [];
  return redactJson(value);
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
