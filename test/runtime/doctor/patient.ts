import { Config } from '../../../core/config.ts';
import type { AwsPatient, Check, Diagnosis, Target } from '../../../runtime/doctor/check.ts';
import type { DoctorAws, DoctorClients } from '../../../runtime/doctor/doctor-aws.ts';
import { shippedDetections } from '../../../runtime/home/shipped-detections.ts';
import { shippedPlaybooks } from '../../../runtime/home/shipped-playbooks.ts';

type Answers = Readonly<Record<string, (input: any) => unknown>>;

export const hub = '111122223333';
const nobody = (name: string) => Object.assign(new Error(`${name} was not expected`), { name: 'Unexpected' });

/** Real SDK commands, answered by operation; also who asked and where. */
export function fakeAws(answers: Answers): DoctorAws & { readonly calls: string[] } {
  const calls: string[] = [];
  const answer = async (place: string, command: object): Promise<unknown> => {
    const name = command.constructor.name.replace(/Command$/, '');
    calls.push(`${place} ${name}`);
    const found = answers[name];
    if (found === undefined) throw nobody(name);
    return await found((command as { input: unknown }).input);
  };
  return {
    calls,
    caller: { account: hub, arn: `arn:aws:iam::${hub}:user/ana`, partition: 'aws', region: 'us-east-1' },
    enter: async (account) => await answer(account, new AssumeRoleCommand()),
    own: clients((command) => answer('own', command)),
    at: ({ account, region }) => clients((command) => answer(`${account} ${region}`, command)),
  };
}

class AssumeRoleCommand {}

const clients = (send: (command: object) => Promise<unknown>): DoctorClients => {
  const client = { send: send as any };
  return { guardduty: client, iam: client, quotas: client, securityhub: client, sns: client };
};

export const patient = (config: object = {}, answers: Answers = {}): AwsPatient => ({
  config: Config.parse({ mode: 'auto', aws: { role: 'TourniquetResponder' }, ...config }),
  kind: 'aws',
  playbooks: shippedPlaybooks,
  detections: shippedDetections,
  database: null,
  env: {},
  ask: () => Promise.resolve(200),
  aws: fakeAws(answers),
});

/** What a check says of a patient. */
export const examine = async (
  check: Check,
  given: AwsPatient,
  target: Target = { account: hub, region: 'us-east-1' },
): Promise<readonly Diagnosis[]> => {
  const run = check.run as (
    given: AwsPatient,
    target: Target,
    signal: AbortSignal,
  ) => Promise<readonly Diagnosis[]>;
  return await run(given, target, new AbortController().signal);
};

/** An error as the SDK throws it. */
export const refuse =
  (name: string, message = 'no') =>
  (): never => {
    throw Object.assign(new Error(message), { name });
  };
