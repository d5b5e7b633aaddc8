import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Overview } from '../../../../core/api/overview.ts';
import { describePercent, describeSpan } from './describe-figures.ts';

/** The figures that one looks at first. */
export const Figures = ({ overview }: { readonly overview: Overview }) => (
  <dl className="figures">
    <Figure label="Incidents" value={overview.incidents}>
      <Link href="/incidents">all of them</Link>
    </Figure>
    <Figure label="Waiting for an answer" value={overview.waitingApprovals}>
      <Link href="/approvals">approvals</Link>
    </Figure>
    <Figure label="Contained without a person" value={describePercent(overview.automation)}>
      of all that were contained
    </Figure>
    <Span label="Until taken up" times={overview.acknowledge} />
    <Span label="Until contained" times={overview.contain} />
    <Span label="Until resolved" times={overview.resolve} />
    <Figure label="Dead letters" value={overview.deadLetters}>
      <Link href="/dead-letters">
        {overview.deadLetters === 0 ? 'everything was handled' : 'what was not handled'}
      </Link>
    </Figure>
  </dl>
);

interface FigureProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly children: ReactNode;
}

const Figure = ({ label, value, children }: FigureProps) => (
  <div className="figure">
    <dt>{label}</dt>
    <dd className="figure-value">{value}</dd>
    <dd className="dim small">{children}</dd>
  </div>
);

interface SpanProps {
  readonly label: string;
  readonly times: Overview['contain'];
}

const Span = ({ label, times: { count, median, p90 } }: SpanProps) => (
  <Figure label={label} value={describeSpan(median)}>
    {count === 0 ? 'not yet' : `median of ${count}; nine of ten within ${describeSpan(p90)}`}
  </Figure>
);
