import { type EvaluationResult, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { catalog } from '../../../tasks/actions/catalog.ts';
import { permissionsByPurpose } from '../../../tasks/aws/purposes.ts';
import { sessionNameOf } from '../../../tasks/aws/session.ts';
import { type AwsPatient, type Check, failed, ok } from '../check.ts';

/** What the responder may do, simulated by IAM: for each purpose of its sessions, what that purpose needs. */
export const permissions: Check = {
  name: 'permissions',
  at: 'account',
  async run(patient, { account }, signal) {
    const { config, aws } = patient;
    const purposes = [...permissionsByPurpose(catalog)];
    const denied = new Set<string>();
    for (const [purpose, needed] of purposes) {
      const names = [...new Set(needed)].toSorted();
      // IAM throttles simulations.
      // oxlint-disable-next-line no-await-in-loop
      for (const { EvalActionName = '', EvalDecision } of await simulate(
        patient,
        { account, purpose, names },
        signal,
      )) {
        if (EvalDecision !== 'allowed') denied.add(EvalActionName);
      }
    }
    const all = new Set(purposes.flatMap(([, needed]) => needed)).size;
    if (denied.size === 0) return [ok(`all ${all} that actions, enrichment and write-back need`)];
    const whom = config.aws.role ?? aws.caller.arn;
    return [
      failed(
        `${denied.size} of ${all} are denied to ${whom}: ${[...denied].join(', ')}`,
        'deploy the stack TourniquetMember there, or attach what this prints: tourniquet permissions',
      ),
    ];
  },
};

interface Question {
  readonly account: string;
  readonly purpose: string;
  readonly names: readonly string[];
}

/** Where we are at home with our own credentials: the responder needs no right to look at itself. */
async function simulate(
  { aws, config }: AwsPatient,
  { account, purpose, names }: Question,
  abortSignal: AbortSignal,
): Promise<readonly EvaluationResult[]> {
  const { caller, own, at } = aws;
  const { role } = config.aws;
  const command = new SimulatePrincipalPolicyCommand({
    PolicySourceArn:
      role === null ? principalOf(caller.arn) : `arn:${caller.partition}:iam::${account}:role/${role}`,
    ActionNames: [...names],
    ContextEntries: Object.entries(contextOf(purpose)).map(([ContextKeyName, value]) => ({
      ContextKeyName,
      ContextKeyValues: [value],
      ContextKeyType: 'string',
    })),
  });
  const { iam } = account === caller.account ? own : at({ account, region: 'aws-global' });
  return (await iam.send(command, { abortSignal })).EvaluationResults ?? [];
}

/** What the conditions of the role's statements look at, as it is when an action runs. */
const contextOf = (purpose: string) => ({
  'aws:userid': `AROAEXAMPLE:${sessionNameOf(purpose)}`,
  'iam:PolicyARN': 'arn:aws:iam::aws:policy/AWSDenyAll',
  'iam:PassedToService': 'ec2.amazonaws.com',
});

/** IAM simulates roles, not their sessions. */
const principalOf = (arn: string): string =>
  arn.replace(/^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');
