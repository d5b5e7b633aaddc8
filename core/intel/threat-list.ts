import { InvalidInput } from '../errors.ts';
import { type AddressKey, type Bounds, readAddress } from './address.ts';
import { type FeedColumns, type FeedRow, feedRows } from './feed-rows.ts';
import { indexNetworks, type Lasting } from './index-networks.ts';
import { type Indicator, readIndicator } from './read-indicator.ts';

/** One hit: which list knows the address, domain or hash, and how sure it is (0–100). */
export interface Threat {
  readonly list: string;
  readonly confidence: number;
}

/** What lists are asked about: one of these, or an address and its domain. */
export interface ThreatSubject {
  readonly ip?: string;
  readonly domain?: string;
  /** Of a file, MD5, SHA-1 or SHA-256, in hex. */
  readonly hash?: string;
}

/** Bad addresses, networks, domains and hashes of files. */
export interface ThreatList {
  /** @param now epoch milliseconds: what has expired by then is not known any more */
  lookup(subject: ThreatSubject, now: number): Threat | null;
  /** Why nothing is on it yet: its feed was never read. @default null: something is */
  readonly gap?: () => ThreatListGap | null;
}

/** As an enrichment names what it does not know. */
export interface ThreatListGap {
  readonly source: string;
  readonly reason: string;
}

export interface ThreatListFile {
  readonly name: string;
  /** For entries that do not say it themselves. 0–100. */
  readonly confidence: number;
  readonly text: string;
  /** @default it is plain */
  readonly columns?: FeedColumns | undefined;
  /** @default 250,000 */
  readonly maxEntries?: number;
}

/** What a line could not be read as; the list goes on without it. */
export interface BadLine {
  readonly line: number;
  readonly value: string;
  /** To follow "is". */
  readonly why: string;
}

export interface ParsedThreatList {
  readonly list: ThreatList;
  /** Expired ones too. */
  readonly entries: number;
  readonly bad: readonly BadLine[];
}

interface Mark extends Lasting {
  readonly confidence: number;
}

interface Entries {
  readonly addresses: Map<AddressKey, Mark>;
  readonly domains: Map<string, Mark>;
  readonly networks: [Bounds, Mark][];
  readonly hashes: Map<string, Mark>;
}

const defaultMaxEntries = 250_000;
const rowsOfStep = 2000;

/**
 * Plain text has one entry a line: an address, a network (`198.51.100.0/24`, IPv6 too), a domain or a file's hash, each
 * optionally followed by a confidence and by when it expires (ISO 8601), after commas. `#` or `;` starts a comment. A
 * domain also covers its subdomains. CSV has the same in named columns.
 * @throws InvalidInput where a CSV feed lacks a column, or the feed is too long. The message follows the feed's name.
 */
export function parseThreatList(file: ThreatListFile): ParsedThreatList {
  const steps = parseInSteps(file);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Likewise, a few thousand lines at a time, so that whoever asks for the next can let others go first. */
export function* parseInSteps(file: ThreatListFile): Generator<void, ParsedThreatList> {
  const { maxEntries = defaultMaxEntries } = file;
  const entries: Entries = { addresses: new Map(), domains: new Map(), networks: [], hashes: new Map() };
  const markOf = shareMarks(file.confidence);
  const bad: BadLine[] = [];
  let rows = 0;
  for (const row of feedRows(file.text, file.columns)) {
    rows += 1;
    const why = readRow(row, entries, markOf);
    if (why !== undefined) bad.push({ line: row.line, value: row.text.trim().slice(0, 80), why });
    if (rows - bad.length > maxEntries) {
      throw new InvalidInput(`has more than ${maxEntries} entries; split it, or keep what matters`);
    }
    if (rows % rowsOfStep === 0) yield;
  }
  return { list: listOf(file.name, entries), entries: rows - bad.length, bad };
}

type MarkOf = (confidence: string, expires: string) => Mark | string;

/** Most entries of a feed say the same, so that they can share it. */
function shareMarks(ofList: number): MarkOf {
  const known = new Map<string, Mark | string>();
  return (confidence, expires) => {
    const key = `${confidence} ${expires}`;
    const mark = known.get(key) ?? readMark(confidence === '' ? ofList : Number(confidence), expires);
    known.set(key, mark);
    return mark;
  };
}

function readMark(confidence: number, expires: string): Mark | string {
  if (!(confidence >= 0 && confidence <= 100)) return 'without a confidence from 0 to 100';
  const until = expires === '' ? Infinity : readInstant(expires);
  return Number.isNaN(until) ? 'without a time in ISO 8601 at which it expires' : { confidence, until };
}

const instant = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?( UTC)?$/;

/** UTC where it does not say; NaN for what is no time. */
function readInstant(text: string): number {
  const found = instant.exec(text);
  if (found === null) return Number.NaN;
  const time = text.replace(' UTC', '').replace(' ', 'T');
  return Date.parse(found[1] === undefined && time.includes('T') ? `${time}Z` : time);
}

/** @returns why it is no entry */
function readRow({ fields }: FeedRow, entries: Entries, markOf: MarkOf): string | undefined {
  if (fields === null) return 'no row: a quote does not end, or it is too long';
  const [value, confidence, expires] = fields;
  const indicator = readIndicator(value);
  if (typeof indicator === 'string') return indicator;
  const mark = markOf(confidence, expires);
  if (typeof mark === 'string') return mark;
  addEntry(entries, indicator, mark);
  return undefined;
}

function addEntry(entries: Entries, indicator: Indicator, mark: Mark): void {
  if (indicator.kind === 'address') keepLonger(entries.addresses, indicator.key, mark);
  else if (indicator.kind === 'network') entries.networks.push([indicator.bounds, mark]);
  else if (indicator.kind === 'hash') keepLonger(entries.hashes, indicator.hash, mark);
  else keepLonger(entries.domains, indicator.name, mark);
}

/** Of what is listed twice the one that lasts longer counts; the later one where they last as long. */
function keepLonger<K>(known: Map<K, Mark>, key: K, mark: Mark): void {
  const before = known.get(key);
  if (before === undefined || before.until <= mark.until) known.set(key, mark);
}

function listOf(name: string, { addresses, domains, networks, hashes }: Entries): ThreatList {
  const findNetwork = indexNetworks(networks);
  const findAddress = (ip: string, now: number): Mark | undefined => {
    const key = readAddress(ip);
    return key === undefined ? undefined : (lasting(addresses.get(key), now) ?? findNetwork(key, now));
  };
  return {
    lookup({ ip, domain, hash }, now) {
      const mark =
        (ip === undefined ? undefined : findAddress(ip, now)) ??
        (domain === undefined ? undefined : findDomain(domains, domain, now)) ??
        (hash === undefined ? undefined : lasting(hashes.get(hash.toLowerCase()), now));
      return mark === undefined ? null : { list: name, confidence: mark.confidence };
    },
  };
}

const lasting = (mark: Mark | undefined, now: number): Mark | undefined =>
  mark !== undefined && mark.until > now ? mark : undefined;

/** With its final dot. */
const longestDomain = 254;

/** It, or the nearest domain above it that is known. */
function findDomain(domains: ReadonlyMap<string, Mark>, domain: string, now: number): Mark | undefined {
  if (domain.length > longestDomain) return undefined;
  let name = domain.toLowerCase().replace(/\.$/, '');
  let mark = lasting(domains.get(name), now);
  while (mark === undefined && name.includes('.')) {
    name = name.slice(name.indexOf('.') + 1);
    mark = lasting(domains.get(name), now);
  }
  return mark;
}
