import type { Finding } from '../finding.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { readAsff } from './asff.ts';
import type { Envelope, NormaliseContext, Reading } from './draft.ts';
import { finish } from './finish.ts';
import { readGuardDuty } from './guardduty.ts';
import { readOcsf } from './ocsf.ts';
import { readName } from './wire.ts';

export type { NormaliseContext } from './draft.ts';

/**
 * What became of an event. `rejected`: findings of it that are malformed, by their place; the others go on.
 * `ignored`: in order, but nothing to respond to. `malformed`: for the dead letters. Reasons are one line.
 */
export type Normalised =
  | {
      readonly kind: 'findings';
      readonly findings: readonly Finding[];
      readonly rejected: readonly Rejected[];
    }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'malformed'; readonly reason: string };

interface Rejected {
  readonly index: number;
  readonly reason: string;
}

type Reader = (wire: JsonObject, envelope: Envelope) => Reading;

/** The findings of an event, and who reads them. */
interface Batch {
  readonly items: readonly Json[];
  readonly read: Reader;
  readonly envelope: Envelope;
}

/**
 * Findings out of one event: GuardDuty (EventBridge or API form), Security Hub CSPM (ASFF) and Security Hub
 * (OCSF). Never throws. Archived, suppressed and resolved findings come with `archived: true`: they are
 * stored and answered by nothing, unless a person chose them in Security Hub (custom action).
 */
export function normalise(event: Json, context: NormaliseContext): Normalised {
  if (!isJsonObject(event)) {
    return malformed(`it is a JSON ${describe(event)}; give it one EventBridge event as an object`);
  }
  const batch = isEnvelope(event) ? openEnvelope(event) : openBare(event, context.allowBare ?? false);
  return 'kind' in batch ? batch : readBatch(batch, context);
}

const malformed = (reason: string): Normalised => ({ kind: 'malformed', reason });
const ignored = (reason: string): Normalised => ({ kind: 'ignored', reason });

function describe(value: Json): string {
  if (Array.isArray(value)) return `array of ${value.length}`;
  return value === null ? 'null' : typeof value;
}

const isEnvelope = (event: JsonObject) => 'detail-type' in event || 'source' in event || 'detail' in event;

interface Route {
  readonly read: Reader;
  readonly items: (detail: JsonObject) => readonly Json[];
}

const listOf = (detail: JsonObject): readonly Json[] => {
  const findings = detail['findings'] ?? detail['Findings'];
  return Array.isArray(findings) ? findings : [];
};

const customAction = 'Security Hub Findings - Custom Action';

/** EventBridge lets nobody but AWS send a source that begins with `aws.`, so source and type go together. */
const routes: ReadonlyMap<string, ReadonlyMap<string, Route>> = new Map([
  [
    'aws.guardduty',
    new Map<string, Route>([['GuardDuty Finding', { read: readGuardDuty, items: (detail) => [detail] }]]),
  ],
  [
    'aws.securityhub',
    new Map<string, Route>([
      ['Security Hub Findings - Imported', { read: readAsff, items: listOf }],
      [customAction, { read: readAsff, items: listOf }],
      ['Findings Imported V2', { read: readOcsf, items: listOf }],
    ]),
  ],
]);

function openEnvelope(event: JsonObject): Batch | Normalised {
  const { source, detail } = event;
  const type = event['detail-type'];
  const known = typeof source === 'string' ? routes.get(source) : undefined;
  if (known === undefined) {
    return malformed(
      `its source is ${quote(source)}; only events of aws.guardduty and aws.securityhub are taken in`,
    );
  }
  const route = typeof type === 'string' ? known.get(type) : undefined;
  if (route === undefined) return ignored(`detail-type ${quote(type)} of ${quote(source)} holds no findings`);
  if (!isJsonObject(detail)) return malformed('it has no object under "detail"; send the event whole');
  const envelope = { region: readName(event['region']), chosen: type === customAction };
  return { items: route.items(detail), read: route.read, envelope };
}

/** At most 80 characters of a value, as JSON. */
const quote = (value: Json | undefined) => JSON.stringify(value ?? null).slice(0, 80);

function openBare(event: JsonObject, allowed: boolean): Batch | Normalised {
  if (!allowed) return malformed('it has no "source"; send it as an EventBridge event');
  const list = listOf(event);
  const items = list.length > 0 ? list : [event];
  const read = recognise(items);
  return read === undefined
    ? malformed(
        'it is neither an EventBridge event nor a GuardDuty, ASFF or OCSF finding; check what exported it',
      )
    : { items, read, envelope: { region: undefined, chosen: false } };
}

const has = (item: JsonObject, ...keys: string[]) => keys.some((key) => Object.hasOwn(item, key));

/** By fields that the other formats do not have; the first finding that shows one decides. */
function recognise(items: readonly Json[]): Reader | undefined {
  for (const item of items.filter(isJsonObject)) {
    if (has(item, 'finding_info', 'class_uid')) return readOcsf;
    if (has(item, 'AwsAccountId', 'ProductArn', 'awsAccountId', 'productArn')) return readAsff;
    if (has(item, 'AccountId', 'accountId', 'Service', 'service') && has(item, 'Type', 'type'))
      return readGuardDuty;
  }
  return undefined;
}

function readBatch({ items, read, envelope }: Batch, context: NormaliseContext): Normalised {
  const findings: Finding[] = [];
  const rejected: Rejected[] = [];
  const skipped: string[] = [];
  for (const [index, item] of items.entries()) {
    const reading = isJsonObject(item) ? read(item, envelope) : undefined;
    if (reading !== undefined && 'skipped' in reading) {
      skipped.push(reading.skipped);
      continue;
    }
    const finding =
      reading === undefined
        ? `it is a JSON ${describe(item)}, not an object`
        : finish(reading.draft, context);
    if (typeof finding === 'string') rejected.push({ index, reason: finding });
    else findings.push(finding);
  }
  return findings.length > 0
    ? { kind: 'findings', findings, rejected }
    : conclude(items.length, rejected, skipped);
}

/** Nothing is left to respond to. */
function conclude(count: number, rejected: readonly Rejected[], skipped: readonly string[]): Normalised {
  const [first] = rejected;
  if (first !== undefined) {
    return malformed(
      count === 1
        ? `its finding is not usable: ${first.reason}`
        : `none of its ${count} findings is usable; number ${first.index}: ${first.reason}`,
    );
  }
  return skipped[0] === undefined
    ? malformed('it has no findings under "detail.findings"')
    : ignored(skipped[0]);
}
