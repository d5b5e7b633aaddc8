import { validationError } from './iam-error.ts';

interface PageInput {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

/** One page of a List call: 100 items unless told otherwise. */
export function paginate<T>(items: readonly T[], { Marker, MaxItems = 100 }: PageInput) {
  const start = Marker === undefined ? 0 : readMarker(Marker);
  const end = start + MaxItems;
  const IsTruncated = end < items.length;
  const marker = IsTruncated ? Buffer.from(`at ${end}`).toString('base64url') : undefined;
  return { items: items.slice(start, end), page: { IsTruncated, Marker: marker } };
}

function readMarker(marker: string): number {
  const at = /^at (\d+)$/.exec(Buffer.from(marker, 'base64url').toString());
  if (!at) throw validationError('Invalid Marker.');
  return Number(at[1]);
}
