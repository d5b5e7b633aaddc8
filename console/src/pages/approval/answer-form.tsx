import { useState } from 'react';
import type { AnswerRequest, AnswerResult } from '../../../../core/api/approvals.ts';
import { endpoints } from '../../api/endpoints.ts';
import { useSend } from '../../api/queries.ts';
import { useSession } from '../../api/session.ts';
import { Button } from '../../components/button.tsx';
import { ErrorBox } from '../../components/states.tsx';

interface AnswerFormProps {
  readonly id: string;
  /** The deadline, and how long that is. */
  readonly until: string;
  /** Who else has to say yes; empty: nobody. */
  readonly quorum: string;
}

export function AnswerForm({ id, until, quorum }: AnswerFormProps) {
  const { name } = useSession();
  const [reason, setReason] = useState('');
  const { mutate, isPending, error, data } = useSend<AnswerResult, AnswerRequest>(endpoints.answer(id));
  const answer = (decision: AnswerRequest['decision']) =>
    mutate({ decision, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) });
  return (
    <section aria-labelledby="answer" className="card answer">
      <h2 id="answer">Your answer, {name}</h2>
      <p className="dim">
        Until {until}; without an answer it is no. {quorum}
      </p>
      <label className="stack" htmlFor="reason">
        Why (optional)
      </label>
      <textarea
        id="reason"
        maxLength={500}
        onChange={({ target }) => setReason(target.value)}
        rows={2}
        value={reason}
      />
      {error !== null && <ErrorBox error={error} />}
      {data?.status === 'counted' && <output className="banner">Your answer is counted.</output>}
      <div className="answer-buttons">
        <Button busy={isPending} icon="cross" look="danger" onClick={() => answer('rejected')}>
          Reject
        </Button>
        <Button busy={isPending} icon="check" look="go" onClick={() => answer('approved')}>
          Approve
        </Button>
      </div>
    </section>
  );
}
