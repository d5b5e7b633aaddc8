import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
const node = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));
const main = fileURLToPath(new URL('../../../runtime/cli/tourniquet.js', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Spawned {
  readonly ended: Promise<CliResult>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** What it has printed so far. */
  readonly said: () => string;
}

/** What starts the command line. */
export const command = [node, main] as const;

/** Without colours, and without any way to find credentials of AWS. */
function processEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_.*|NO_COLOR|FORCE_COLOR|TOURNIQUET_DEBUG)$/.test(name),
  );
  const nowhere = {
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return { ...Object.fromEntries(kept), ...nowhere };
}

/** The real command line in a process of its own, with its output in pipes. */
interface Given {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function startCli(args: readonly string[], { input, env = {} }: Given = {}): Spawned {
  const child = spawn(node, [main, ...args], {
    cwd: root,
    timeout: 60_000,
    env: { ...processEnv(), ...env },
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdin.end(input ?? '');
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
  return { ended, kill: (signal) => void child.kill(signal), said: () => out };
}

export const runCli = async (...args: readonly string[]): Promise<CliResult> => await startCli(args).ended;

/** A file of `docs/examples`. */
export const example = (name: string): string =>
  fileURLToPath(new URL(`../../../docs/examples/${name}.json`, import.meta.url));
