import { fileURLToPath } from 'node:url';
import { PriceFile } from '../../core/cost/prices.ts';
import { InvalidInput } from '../../core/errors.ts';
import { parseJson } from '../../core/parse-json.ts';
import { readInput } from './read-files.ts';

const shipped = fileURLToPath(new URL('../../docs/prices-us-east-1.json', import.meta.url));

/** @throws InvalidInput naming the file, the field and what is wrong with it. */
export async function readPrices(file = shipped): Promise<PriceFile> {
  const bytes = await readInput(file).catch((error: Error) => {
    throw new InvalidInput(`${file}: ${error.message}`);
  });
  const parsed = parseJson(bytes);
  if (!parsed.ok) throw new InvalidInput(`${file}: ${parsed.reason}`);
  const prices = PriceFile.safeParse(parsed.value);
  if (prices.success) return prices.data;
  const problems = prices.error.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`);
  throw new InvalidInput(`${file}: ${problems.join('; ')}`);
}
