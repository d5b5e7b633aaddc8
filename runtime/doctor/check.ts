import type { Config } from '../../core/config.ts';
import type { AccountKind } from '../store/account-kind.ts';
import type { DoctorAws } from './doctor-aws.ts';

/** What a check found. A type, for it is JSON. */
export type Diagnosis = {
  /** `unknown`: it could not be looked at. */
  readonly status: 'ok' | 'failed' | 'unknown';
  readonly says: string;
  /** Of what is not `ok`. */
  readonly remedy?: string;
};

/** Where findings are answered. */
export interface Target {
  readonly account: string;
  readonly region: string;
}

/** What every check may look at. */
export interface Patient {
  readonly config: Config;
  readonly kind: AccountKind;
  /** A folder. */
  readonly playbooks: string;
  /** A folder. */
  readonly detections: string;
  /** A file; null: in memory. */
  readonly database: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks a URL, and gives the status of the answer. */
  readonly ask: (url: string, signal: AbortSignal) => Promise<number>;
}

/** One on real accounts. */
export interface AwsPatient extends Patient {
  readonly aws: DoctorAws;
}

type Run<P, T> = (patient: P, target: T, signal: AbortSignal) => Promise<readonly Diagnosis[]>;

/** Where a check looks: at this machine, at the account of our own credentials, at each account, at each of its Regions. */
export type Check = { readonly name: string } & (
  | { readonly at: 'home'; readonly run: Run<Patient, null> }
  | { readonly at: 'hub'; readonly run: Run<AwsPatient, null> }
  | { readonly at: 'account'; readonly run: Run<AwsPatient, Pick<Target, 'account'>> }
  | { readonly at: 'region'; readonly run: Run<AwsPatient, Target> }
);

export const ok = (says: string): Diagnosis => ({ status: 'ok', says });
export const failed = (says: string, remedy: string): Diagnosis => ({ status: 'failed', says, remedy });
export const unknown = (says: string, remedy: string): Diagnosis => ({ status: 'unknown', says, remedy });
