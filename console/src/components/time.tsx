import { describeAge, describeExactly } from './describe-time.ts';
import { useNow } from './now.tsx';

/** When something was, as one says it ("4 min ago"); the exact moment in UTC on hover, and for machines. */
export function Time({ at }: { readonly at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={describeExactly(at)}>
      {describeAge(Date.parse(at) - now)}
    </time>
  );
}

/** The exact moment: where one compares it with logs. */
export function ExactTime({ at }: { readonly at: string }) {
  return <time dateTime={at}>{describeExactly(at)}</time>;
}
