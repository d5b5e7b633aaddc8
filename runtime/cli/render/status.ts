import type { Style, Terminal } from '../terminal.ts';

const styles = new Map<string, Style>([
  ...(['contained', 'applied', 'succeeded', 'SUCCEEDED', 'approved'] as const).map(
    (s) => [s, 'green'] as const,
  ),
  ...(
    ['not-contained', 'failed', 'FAILED', 'TIMED_OUT', 'ABORTED', 'denied', 'HIGH', 'CRITICAL'] as const
  ).map((s) => [s, 'red'] as const),
  ...(['partially-contained', 'awaiting-approval', 'partial', 'rejected', 'MEDIUM', 'RUNNING'] as const).map(
    (s) => [s, 'yellow'] as const,
  ),
  ...(['planned', 'shadowed', 'undone', 'released'] as const).map((s) => [s, 'cyan'] as const),
]);

/** A status word in its colour. */
export function paintStatus({ paint }: Terminal, status: string): string {
  const style = styles.get(status);
  return style === undefined ? status : paint(style, status);
}
