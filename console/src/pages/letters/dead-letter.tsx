import { useParams } from 'wouter';
import type { DeadLetterDetail } from '../../../../core/api/dead-letters.ts';
import { endpoints } from '../../api/endpoints.ts';
import { useAnswer } from '../../api/queries.ts';
import { Fact } from '../../components/fact.tsx';
import { Card, Page } from '../../components/page.tsx';
import { Loaded } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { LetterButtons } from './letter-buttons.tsx';
import { LetterState } from './letter-state.tsx';
import { OriginalBytes } from './original-bytes.tsx';

const back = { href: '/dead-letters', label: 'Dead letters' };

/** Why something was not handled, what came, who tried it again, and what one can do about it. */
export function DeadLetterPage() {
  const { id } = useParams<{ id: string }>();
  const query = useAnswer(endpoints.deadLetter(id));
  const { data: letter } = query;
  return (
    <Page
      actions={letter !== undefined && <LetterButtons letter={letter} />}
      back={back}
      lead={letter && <LetterState letter={letter} />}
      title={letter?.label ?? 'Dead letter'}
    >
      <Loaded lines={8} query={query}>
        {(found) => (
          <>
            <Facts letter={found} />
            <OriginalBytes original={found.original} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Facts({ letter }: { readonly letter: DeadLetterDetail }) {
  const { id, at, queue, stage, reason, delivery, attempts, ended, tried = [] } = letter;
  return (
    <Card title={ended === undefined ? 'Why it waits' : 'What became of it'}>
      <dl className="facts">
        <Fact name="Reason">
          <span className="wrap-anywhere">{reason}</span>
        </Fact>
        <Fact name="Queue">
          {queue}, stopped at {stage}
        </Fact>
        <Fact name="Since">
          <Time at={at} />
        </Fact>
        <Fact name="Tries">{attempts}</Fact>
        {tried.map(({ by, at: when, problem }) => (
          <Fact key={`${when} ${by}`} name="Tried again">
            <Time at={when} /> by {by}
            {problem !== undefined && `: ${problem}`}
          </Fact>
        ))}
        {ended !== undefined && (
          <Fact name={ended.how === 'dropped' ? 'Dropped' : 'Redriven'}>
            <Time at={ended.at} /> by {ended.by}
            {ended.reason !== undefined && `: ${ended.reason}`}
          </Fact>
        )}
        <Fact name="Delivery">
          <code className="wrap-anywhere">{delivery}</code>
        </Fact>
        <Fact name="Dead letter">
          <code>{id}</code>
        </Fact>
      </dl>
    </Card>
  );
}
