import { isJsonObject, type Json } from '../json.ts';

/**
 * True where an `additionalInfo` says that AWS made the finding up: `{sample: true}`, `{value: "{\"sample\":
 * true}", type: "default"}`, or the whole as JSON text (Security Hub's `ProductFields`, OCSF evidence data).
 */
export function saysSample(info: Json | undefined): boolean {
  const value = typeof info === 'string' ? parseQuietly(info) : info;
  if (!isJsonObject(value)) return false;
  const { sample, value: inner } = value;
  if (sample === true || (typeof sample === 'string' && sample.toLowerCase() === 'true')) return true;
  const unpacked = typeof inner === 'string' ? parseQuietly(inner) : inner;
  return isJsonObject(unpacked) && saysSample({ sample: unpacked['sample'] ?? null });
}

/** GuardDuty puts `[SAMPLE]` before the title of the samples that it generates. */
export const hasSampleTitle = (title: string | undefined): boolean => /^\[sample\b/i.test(title ?? '');

function parseQuietly(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
