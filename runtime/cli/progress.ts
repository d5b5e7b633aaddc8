import spinner from 'yocto-spinner';
import type { Home } from '../home/home.ts';
import type { Terminal } from './terminal.ts';

/** A line that says how far the work is, on terminals only. */
export function showProgress({ lively }: Terminal, home: Home): { stop(): void } {
  if (!lively) return { stop: () => undefined };
  const line = spinner({ text: 'starting', stream: process.stderr }).start();
  const every = setInterval(() => {
    line.text = `${home.countRunning()} executions running`;
  }, 100);
  return {
    stop: () => {
      clearInterval(every);
      line.stop();
    },
  };
}
