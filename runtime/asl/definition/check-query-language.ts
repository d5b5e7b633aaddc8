import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts';
import { pointTo, type Report } from './problems.ts';

/** Fields and signs that make a state a JSONata one. */
const JSONATA_FIELDS: readonly string[] = ['Arguments', 'Output', 'Assign', 'Items', 'ItemSelector'];

/**
 * A state is JSONata where it, or the machine, says so; otherwise it is JSONPath. JSONPath states run only
 * where they say nothing that depends on the query language: they pass their input on, as in JSONata.
 */
export function checkQueryLanguages(definition: unknown, report: Report): void {
  if (isJsonObject(definition)) checkScope(definition, '', { language: definition['QueryLanguage'], report });
}

interface Setting {
  readonly language: Json | undefined;
  readonly report: Report;
}

function checkScope(scope: JsonObject, pointer: string, setting: Setting): void {
  const states = scope['States'];
  if (!isJsonObject(states)) return;
  for (const [name, state] of Object.entries(states)) {
    if (isJsonObject(state)) checkState(state, pointTo(pointer, 'States', name), setting);
  }
}

function checkState(state: JsonObject, pointer: string, setting: Setting): void {
  const own = state['QueryLanguage'];
  if (setting.language === 'JSONata' && own === 'JSONPath') {
    setting.report(
      pointTo(pointer, 'QueryLanguage'),
      'a state cannot be JSONPath where the machine is JSONata',
    );
  }
  const language = own ?? setting.language;
  if (language !== 'JSONata') refuseJsonata(state, pointer, setting.report);
  for (const [inner, at] of innerScopes(state, pointer))
    checkScope(inner, at, { ...setting, language: setting.language });
}

function refuseJsonata(state: JsonObject, pointer: string, report: Report): void {
  const remedy = 'needs JSONata: set "QueryLanguage": "JSONata" at the top of the definition';
  for (const field of JSONATA_FIELDS)
    if (field in state) report(pointTo(pointer, field), `"${field}" ${remedy}`);
  for (const [field, value] of Object.entries(state)) {
    if (typeof value === 'string' && value.startsWith('{%'))
      report(pointTo(pointer, field), `an expression ${remedy}`);
  }
  const rules = Array.isArray(state['Choices']) ? (state['Choices'] as readonly Json[]) : [];
  for (const [index, rule] of rules.entries()) {
    if (isJsonObject(rule) && 'Condition' in rule) {
      report(pointTo(pointer, 'Choices', index, 'Condition'), `"Condition" ${remedy}`);
    }
  }
}

function innerScopes(state: JsonObject, pointer: string): readonly (readonly [JsonObject, string])[] {
  const branches = Array.isArray(state['Branches']) ? (state['Branches'] as readonly Json[]) : [];
  const found = branches.map((branch, index) => [branch, pointTo(pointer, 'Branches', index)] as const);
  const processors = ['ItemProcessor', 'Iterator'].map(
    (field) => [state[field], pointTo(pointer, field)] as const,
  );
  return [...found, ...processors].filter((scope): scope is readonly [JsonObject, string] =>
    isJsonObject(scope[0]),
  );
}
