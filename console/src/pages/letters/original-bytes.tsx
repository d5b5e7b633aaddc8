import type { Original } from '../../../../core/api/dead-letters.ts';
import { Card } from '../../components/page.tsx';
import './letters.css';

interface OriginalProps {
  /** Null: it was not kept, or is gone. */
  readonly original: Original | null;
}

/** What came, as far as it is shown. An intruder may have written it: it is text here, never markup. */
export function OriginalBytes({ original }: OriginalProps) {
  if (original === null)
    return (
      <Card title="What came">
        <p className="dim">The original was not kept, or is gone.</p>
      </Card>
    );
  const { size, as, shown, length } = original;
  const kind = as === 'hex' ? 'no text: in hexadecimal' : 'text';
  return (
    <Card
      aside={
        <span className="dim small">
          {length < size ? `the first ${length} of ${size} bytes` : `${size} bytes`}, {kind}
        </span>
      }
      title="What came"
    >
      {/* It scrolls, so keyboards must be able to get there. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section aria-label="What came" className={`original original-${as}`} tabIndex={0}>
        <pre>{shown}</pre>
      </section>
      {length < size && (
        <p className="dim small">
          All of it: <code>tourniquet dlq show</code> with <code>--save</code>
        </p>
      )}
    </Card>
  );
}
