import { styleText } from 'node:util';
import { showControls } from './safe-text.ts';

/** Where a command writes. Data goes to `out`, progress and complaints to `err`. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** A person watches `out`: tables have borders, statuses have colours. Plain text in a pipe. */
  readonly pretty: boolean;
  /** Progress may be drawn on `err`. */
  readonly lively: boolean;
  /** Questions may be asked. */
  readonly interactive: boolean;
  /** Columns of `out`; 100 in a pipe. */
  readonly width: number;
  readonly paint: (style: Style, text: string) => string;
}

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan' | 'magenta';

/** The process's own streams. Colours obey NO_COLOR and FORCE_COLOR; other control characters are shown. */
export function openTerminal(): Terminal {
  const { stdout, stderr, stdin } = process;
  const styles = styleText('bold', 'x', { stream: stdout }) !== 'x';
  return {
    out: (text) => void stdout.write(`${showControls(text, { styles })}\n`),
    err: (text) => void stderr.write(`${showControls(text, { styles })}\n`),
    pretty: stdout.isTTY,
    lively: stderr.isTTY,
    interactive: stdin.isTTY && stderr.isTTY,
    width: stdout.columns ?? 100,
    paint: (style, text) => styleText(style, text, { stream: stdout }),
  };
}
