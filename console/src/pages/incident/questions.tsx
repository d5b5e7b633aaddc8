import { Link } from 'wouter';
import type { ApprovalView } from '../../../../core/api/approvals.ts';
import { Icon } from '../../components/icon.tsx';
import { Time } from '../../components/time.tsx';

/** What waits for a person: it stands first, because everything else waits for it. */
export const Questions = ({ approvals }: { readonly approvals: readonly ApprovalView[] }) =>
  approvals
    .filter(({ decision }) => decision === null)
    .map(({ id, message, deadline }) => (
      <div className="question-card tone-ask" key={id}>
        <Icon name="question" size={20} />
        <p>
          <strong>{message}</strong>
          <br />
          Without an answer it is no (<Time at={deadline} />
          ).
        </p>
        <Link className="button look-main" href={`/approvals/${id}`}>
          Look and answer
        </Link>
      </div>
    ));
