import type { ApprovalDetail } from '../../../../core/api/approvals.ts';
import { Card } from '../../components/page.tsx';
import { Time } from '../../components/time.tsx';

/** Who said what, when, and from where. */
export const Answers = ({ answers }: Pick<ApprovalDetail, 'answers'>) =>
  answers.length > 0 && (
    <Card title="Answers">
      <ul className="bullets">
        {answers.map(({ by, decision, at, reason, from }) => (
          <li key={by}>
            <strong>{by}</strong> {decision === 'approved' ? 'said yes' : 'said no'} <Time at={at} />
            {reason !== undefined && `: ${reason}`}
            {from !== undefined && (
              <span className="dim">
                {' '}
                by {from.via}
                {from.address !== undefined && ` from ${from.address}`}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
