import { TourniquetError } from '../../core/errors.ts';
import type { AwsPatient, Check, Diagnosis, Patient, Target } from './check.ts';
import { failed, unknown } from './check.ts';

/** What one check found at one place. A type, for it is JSON. */
export type Examined = Diagnosis & {
  readonly check: string;
  /** Empty: here; else an account, and a Region of it. */
  readonly where: string;
};

export interface Examination {
  readonly checks: readonly Check[];
  readonly patient: Patient | AwsPatient;
  readonly targets: readonly Target[];
  /** Aborts what takes too long: one for each check and place. */
  readonly limit: () => AbortSignal;
  /** How many places are looked at together. @default 8 */
  readonly atOnce?: number;
}

interface Job {
  readonly check: string;
  readonly where: string;
  readonly run: (signal: AbortSignal) => Promise<readonly Diagnosis[]>;
}

/** Runs every check wherever it looks. One that cannot look says so, and holds up no other. */
export async function diagnose(examination: Examination): Promise<readonly Examined[]> {
  const { checks, limit, atOnce = 8 } = examination;
  const jobs = checks.flatMap((check) => jobsOf(check, examination));
  const found = new Map<Job, readonly Examined[]>();
  const waiting = [...jobs];
  const work = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const { check, where } = job;
      // As many at once as there are workers.
      // oxlint-disable-next-line no-await-in-loop
      const said = await runJob(job, limit());
      found.set(
        job,
        said.map((one) => ({ check, where, ...one })),
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return jobs.flatMap((job) => found.get(job) ?? []);
}

function jobsOf(check: Check, { patient, targets }: Examination): readonly Job[] {
  const { name } = check;
  if (check.at === 'home') {
    return [{ check: name, where: '', run: (signal) => check.run(patient, null, signal) }];
  }
  if (!('aws' in patient)) return [];
  if (check.at === 'hub') {
    const { account, region } = patient.aws.caller;
    return [
      { check: name, where: `${account} ${region}`, run: (signal) => check.run(patient, null, signal) },
    ];
  }
  if (check.at === 'account') {
    return [...new Set(targets.map(({ account }) => account))].map((account) => ({
      check: name,
      where: account,
      run: (signal) => check.run(patient, { account }, signal),
    }));
  }
  return targets.map((target) => ({
    check: name,
    where: `${target.account} ${target.region}`,
    run: (signal) => check.run(patient, target, signal),
  }));
}

async function runJob({ run }: Job, signal: AbortSignal): Promise<readonly Diagnosis[]> {
  const late = new Promise<readonly Diagnosis[]>((resolve) => {
    const giveUp = (): void =>
      resolve([unknown('no answer in time', 'look at the network between here and there, and run it again')]);
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
  return await Promise.race([run(signal).catch((error: Error) => [explain(error)]), late]);
}

const denials = /^(AccessDenied(Exception)?|UnauthorizedOperation|Forbidden|AuthorizationError)$/;

/** Our own errors say the remedy after the last semicolon. */
export function explain(error: Error): Diagnosis {
  const { name } = error;
  // The SDK goes on with advice for developers.
  const [message = ''] = error.message.split('\n');
  if (denials.test(name)) {
    return unknown(`may not be looked at (${message})`, 'allow it to these credentials, or look by hand');
  }
  const [, says = message, remedy] = /^(.*); ([^;]+)$/s.exec(message) ?? [];
  if (error instanceof TourniquetError) return failed(says, remedy ?? 'correct it');
  return unknown(`cannot be looked at (${name}: ${message})`, 'run it again, or look by hand');
}
