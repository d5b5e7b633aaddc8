import type { JsonObject } from '../../../../core/json.ts';
import { defineAction, type ChangeContext, type UndoReport } from '../../action.ts';
import { planRevocation } from './plan.ts';
import { deletePolicy, documentFor, readPolicy, writePolicy } from './policy.ts';
import { isCovered, revocationKey, RevocationData, timeOf } from './revocation-data.ts';
import { policyName, spec } from './spec.ts';

/** As the console does: sessions that are issued while the policy spreads are revoked too. */
const spreadMs = 30_000;

type Context = ChangeContext<RevocationData>;

async function revoke(roleName: string, context: Context): Promise<JsonObject> {
  const { iam } = context.clients;
  const data = context.data();
  const key = revocationKey(context);
  const document = await readPolicy(iam, roleName);
  if (isCovered(document, key, data)) return { revokedBefore: data.revoked[key] ?? '' };
  const now = new Date(context.clock.now() + spreadMs).toISOString();
  // An attempt that died takes its own time again; never earlier than what another holder revoked.
  const asked = Object.hasOwn(data.revoked, key) ? (data.revoked[key] ?? now) : now;
  const time = Object.values(data.revoked).reduce(
    (latest, other) => (other > latest ? other : latest),
    asked,
  );
  const before = timeOf(document, data) === null ? { document } : data.before;
  await context.record({ before, revoked: { ...data.revoked, [key]: time } });
  await writePolicy(iam, roleName, documentFor(time));
  return { revokedBefore: time };
}

async function undoRevocation(roleName: string, { clients: { iam }, data }: Context): Promise<UndoReport> {
  const recorded = data();
  const document = await readPolicy(iam, roleName);
  const before = recorded.before?.document ?? null;
  if (document === before) return { undone: [], left: [] };
  const time = timeOf(document, recorded);
  if (time === null) {
    const why = document === null ? 'somebody deleted it' : 'somebody changed it since';
    return { left: [{ what: `policy ${policyName} of ${roleName}`, why }], undone: [] };
  }
  if (before === null) await deletePolicy(iam, roleName);
  else await writePolicy(iam, roleName, before);
  return {
    undone: [`sessions of ${roleName} issued before ${time} are no longer denied`],
    left: [],
    note: 'sessions that have not expired since work again, stolen ones too',
  };
}

export const revokeRoleSessions = defineAction(spec, {
  data: RevocationData,
  plan: planRevocation,
  apply: ({ parameters }, context) => revoke(parameters.roleName, context),
  async verify({ parameters: { roleName } }, { clients, data }) {
    const time = timeOf(await readPolicy(clients.iam, roleName), data());
    return time === null
      ? { verified: 'not', reason: `${roleName} does not have the policy ${policyName} as it was written` }
      : {
          verified: 'contained',
          reason: `sessions of ${roleName} issued before ${time} are denied everything`,
        };
  },
  undo: ({ roleName }, context) => undoRevocation(roleName, context),
});
