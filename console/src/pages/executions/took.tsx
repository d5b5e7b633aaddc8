import { describeDuration } from '../../components/describe-time.ts';
import { useNow } from '../../components/now.tsx';

interface TookProps {
  readonly startedAt: string;
  readonly stoppedAt: string | null;
}

/** How long it took, or has taken until now. */
export function Took({ startedAt, stoppedAt }: TookProps) {
  const now = useNow();
  const end = stoppedAt === null ? Math.max(now, Date.parse(startedAt)) : Date.parse(stoppedAt);
  return <span className="nowrap">{describeDuration(end - Date.parse(startedAt))}</span>;
}
