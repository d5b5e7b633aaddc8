import type { Config } from '../core/config.ts';
import type { Rule } from '../core/detect/rule.ts';
import type { DeployedPlaybook } from './playbooks.ts';

/** What is deployed, read before any stack is made: nothing is looked up while they are. */
export interface Deployment {
  readonly config: Config & { readonly aws: { readonly role: string } };
  readonly playbooks: readonly DeployedPlaybook[];
  /** What is found in logs. */
  readonly rules: readonly Rule[];
  /** The folder of the built console; null: it is not deployed. */
  readonly console: string | null;
  /** Of the bundled functions: `<folder>/EnrichFunction/index.mjs`. */
  readonly code: string;
}

/** Of a function's role, by name, so that the trust policy of the responder role in each account can name it. */
export const functionRoleName = (name: string, region: string): string => `tourniquet-${name}-${region}`;

/** Of what makes Parquet of the lake's rows. */
export const lakeStreamName = 'tourniquet-lake';

/** What the names of log files begin with that are dropped. */
export const dropsPrefix = 'dropped/';
