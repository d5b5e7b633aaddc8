import spinner from 'yocto-spinner';
import type { Home } from '../home/home.ts';
import type { Terminal } from './terminal.ts';

export interface Progress {
  /** Takes the line away while somebody is asked something. */
  readonly pauseFor: <T>(question: () => Promise<T>) => Promise<T>;
  readonly stop: () => void;
}

/** A line that says how far the work is, on terminals only. */
export function showProgress({ lively }: Terminal, home: Home): Progress {
  if (!lively) return { pauseFor: async (question) => await question(), stop: () => undefined };
  const line = spinner({ text: 'starting', stream: process.stderr }).start();
  const every = setInterval(() => {
    const running = home.countRunning();
    if (line.isSpinning) line.text = `${running} ${running === 1 ? 'execution' : 'executions'} running`;
  }, 100);
  return {
    pauseFor: async (question) => {
      line.stop();
      try {
        return await question();
      } finally {
        line.start();
      }
    },
    stop: () => {
      clearInterval(every);
      line.stop();
    },
  };
}

/** A line that somebody else counts for, on terminals only. */
export function showCount({ lively }: Terminal, text: string) {
  const line = lively ? spinner({ text, stream: process.stderr }).start() : null;
  return {
    tell: (now: string): void => {
      if (line !== null) line.text = now;
    },
    stop: (): void => void line?.stop(),
  };
}
