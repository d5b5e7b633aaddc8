import { fileURLToPath } from 'node:url';
import { openCountryDatabase } from '../../tasks/enrich/country-database.ts';
import type { Figure } from '../figure.ts';
import { examineAll, makeExaminer, readRules } from './examiner.ts';
import { measureGrowth } from './memory.ts';
import { measureInTurns, type Pace } from './pace.ts';
import { makeRecords } from './records.ts';
import { makeRules } from './rules.ts';

const countries = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/** Distinct records, more than the processor's caches hold. */
const pool = 20_000;

/** Through which memory is watched; `BENCH_RECORDS=10000000` takes minutes. */
const watched = Number(process.env['BENCH_RECORDS'] ?? 1_000_000);

/** The yardstick: what it takes to have the same bytes as a value, and no more. */
function parseAll(records: readonly Uint8Array[]): void {
  const decoder = new TextDecoder();
  for (const bytes of records) JSON.parse(decoder.decode(bytes));
}

/** A harder one, which has its text already. */
function parseTexts(texts: readonly string[]): void {
  for (const text of texts) JSON.parse(text);
}

/**
 * Measures what happens to a CloudTrail record on one core, from its bytes to the line that the lake keeps: read,
 * classified, compared with a feed of 25,000 entries and with all rules, scored, and written as JSON.
 */
export async function benchIngest(): Promise<readonly Figure[]> {
  const geo = await openCountryDatabase(fileURLToPath(import.meta.resolve(countries)));
  const records = makeRecords(pool);
  const texts = records.map((bytes) => new TextDecoder().decode(bytes));
  const rules = readRules();
  const shipped = makeExaminer(rules, geo);
  const few = makeExaminer(makeRules(10), geo);
  const many = makeExaminer(makeRules(500), geo);
  const pace = measureInTurns(pool, {
    parse: () => parseAll(records),
    parseTexts: () => parseTexts(texts),
    shipped: () => examineAll(shipped, records),
    few: () => examineAll(few, records),
    many: () => examineAll(many, records),
  });
  const growth = measureGrowth(shipped, records, watched);
  return [
    { name: 'size of a record', value: meanSize(records), unit: 'bytes', goal: '1,500–2,000' },
    ...describePace(pace, rules.length),
    {
      name: `growth of the heap over ${watched.toLocaleString('en')} records`,
      value: growth,
      unit: 'MB',
      goal: '≤ 5',
      met: growth <= 5,
    },
  ];
}

const meanSize = (records: readonly Uint8Array[]): number =>
  records.reduce((sum, { length }) => sum + length, 0) / records.length;

type Paces = Readonly<Record<'parse' | 'parseTexts' | 'shipped' | 'few' | 'many', Pace>>;

function describePace(pace: Paces, rules: number): readonly Figure[] {
  const all = `the ${rules} rules that ship`;
  const ratio = pace.shipped.cpu / pace.parse.cpu;
  const spread = pace.many.cpu / pace.few.cpu;
  const unit = 'µs of CPU a record';
  return [
    { name: 'yardstick: JSON.parse of the same bytes', value: pace.parse.cpu, unit },
    { name: 'JSON.parse of the same text, decoded before', value: pace.parseTexts.cpu, unit },
    { name: all, value: pace.shipped.cpu, unit, goal: '≤ 20' },
    { name: `${all}, one core's time`, value: 1e6 / pace.shipped.cpu, unit: 'records/s', goal: '≥ 50,000' },
    { name: `${all}, by the clock`, value: pace.shipped.rate, unit: 'records/s' },
    { name: `${all} / yardstick`, value: ratio, unit: 'x', goal: '≤ 4.0', met: ratio <= 4 },
    { name: `${all} / decoded before`, value: pace.shipped.cpu / pace.parseTexts.cpu, unit: 'x' },
    { name: '10 made-up rules', value: pace.few.cpu, unit },
    { name: '500 made-up rules', value: pace.many.cpu, unit },
    { name: '500 rules / 10 rules', value: spread, unit: 'x', goal: '< 2', met: spread < 2 },
  ];
}
