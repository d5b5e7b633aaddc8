import { readFile } from 'node:fs/promises';
import type { Config } from '../../core/config.ts';
import { InvalidInput } from '../../core/errors.ts';
import { parseThreatList, type ThreatList } from '../../core/intel/threat-list.ts';

/** @throws InvalidInput naming the list, the file and the first line that is wrong. */
export async function readThreatList({
  name,
  path,
  confidence,
}: Config['enrich']['threatLists'][number]): Promise<ThreatList> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InvalidInput(
      `threat list ${name}: ${path} cannot be read (${error.code}); correct enrich.threatLists`,
    );
  });
  const { list, bad } = parseThreatList({ name, confidence, text });
  const [first] = bad;
  if (first === undefined) return list;
  throw new InvalidInput(
    `threat list ${name}: ${path} line ${first.line} is no address, network or domain: ${first.value}`,
  );
}
