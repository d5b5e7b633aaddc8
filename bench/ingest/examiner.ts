import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Rule } from '../../core/detect/rule.ts';
import { createExaminer } from '../../core/ingest/create-examiner.ts';
import type { Examiner } from '../../core/ingest/examiner.ts';
import { RecordScoreConfig } from '../../core/ingest/record-score-config.ts';
import { parseThreatList } from '../../core/intel/threat-list.ts';
import type { Geo } from '../../core/ports/geo.ts';

const detections = fileURLToPath(new URL('../../detections/', import.meta.url));

/** The rules that ship. */
export const readRules = (): readonly Rule[] =>
  readdirSync(detections, { recursive: true, encoding: 'utf8' })
    .filter((file) => basename(file) === 'rule.json')
    .map((file) => Rule.parse(JSON.parse(readFileSync(join(detections, file), 'utf8'))));

/** As large as feeds are: 20,000 addresses and 5,000 networks, none of which calls. */
function makeFeed() {
  const addresses = Array.from({ length: 20_000 }, (_, n) => `198.18.${n >> 8}.${n & 255}`);
  const networks = Array.from({ length: 5000 }, (_, n) => `203.${n >> 8}.${n & 255}.0/24`);
  return parseThreatList({ name: 'feed', confidence: 80, text: [...addresses, ...networks].join('\n') }).list;
}

export const makeExaminer = (rules: readonly Rule[], geo: Geo): Examiner =>
  createExaminer({
    rules,
    threats: [makeFeed()],
    geo,
    clock: { now: () => Date.now() },
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    score: RecordScoreConfig.parse({}),
  });

/** From bytes to the line that the lake keeps. */
export function examineAll(examiner: Examiner, records: readonly Uint8Array[]): void {
  const examine = examiner.open();
  let written = 0;
  for (const bytes of records) {
    const examined = examine(bytes);
    if (examined.kind !== 'record') throw new Error(`a record was not taken in: ${JSON.stringify(examined)}`);
    written += JSON.stringify(examined.row).length;
  }
  if (written < records.length) throw new Error('no rows were made');
}
