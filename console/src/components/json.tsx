import { CopyButton } from './copy-button.tsx';
import { layOutJson, paintJson } from './paint-json.ts';
import './json.css';

/** Longer texts are shown without colours: a hundred thousand spans make a page slow. */
const mostPainted = 60_000;

interface JsonProps {
  /** JSON text, or any value, which is shown as JSON. */
  readonly value: unknown;
  /** Named to who copies it. */
  readonly what: string;
}

/** JSON in lines and colours, to read and to copy. */
export function Json({ value, what }: JsonProps) {
  const text = typeof value === 'string' ? layOutJson(value) : JSON.stringify(value, null, 2);
  return (
    <div className="json">
      <CopyButton text={text} what={what} />
      {/* It scrolls, so keyboards must be able to get there. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section aria-label={what} className="json-text" tabIndex={0}>
        <pre>
          <code>{text.length > mostPainted ? text : <Painted text={text} />}</code>
        </pre>
      </section>
    </div>
  );
}

const Painted = ({ text }: { readonly text: string }) =>
  paintJson(text).map(({ kind, text: piece }, index) =>
    kind === 'plain' ? (
      piece
    ) : (
      // Pieces have no name but their place.
      // oxlint-disable-next-line react/no-array-index-key
      <span className={`json-${kind}`} key={index}>
        {piece}
      </span>
    ),
  );
