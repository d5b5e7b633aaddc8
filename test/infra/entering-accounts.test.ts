import { describe, expect, it } from 'vitest';
import { functions } from '../../infra/functions.ts';
import { catalog } from '../../tasks/actions/catalog.ts';
import { sessionNameOf } from '../../tasks/aws/session.ts';
import { isAllowed } from '../support/iam/evaluate.ts';
import { type HubRole, readHubRoles } from '../support/iam/hub.ts';
import { hub, readResponder, type Responder, responderArn } from '../support/iam/responder.ts';
import type { Context, Policy } from '../support/iam/statement.ts';
import { stream, synthesise } from './synthesise.ts';

const templates = synthesise({ deploy: { customAction: true, stream } });
const roles = readHubRoles(templates);
const given = { OrganisationId: 'o-example1234', ExternalId: 'ours' };
const responder = readResponder(templates, given);

const roleOf = (name: string): HubRole => {
  const found = roles.find(({ id }) => id.startsWith(name));
  if (found === undefined) throw new Error(`no role of ${name}`);
  return found;
};
const administrator: Policy = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

interface Entrance {
  readonly role: Pick<HubRole, 'arn' | 'identity' | 'context'>;
  readonly session: string;
  readonly context?: Context;
}

/** A session with a source identity takes two permissions. */
function enters({ trust }: Pick<Responder, 'trust'>, { role, session, context = {} }: Entrance): boolean {
  const common = {
    ...role.context,
    'aws:PrincipalOrgID': given.OrganisationId,
    'sts:SourceIdentity': 'inc-1',
  };
  const all = { ...common, 'sts:RoleSessionName': session, 'sts:ExternalId': given.ExternalId, ...context };
  const may = (action: string) =>
    isAllowed(
      {
        principal: role.arn,
        action,
        resource: responderArn,
        context: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')),
      },
      { identity: role.identity, resource: trust, needs: 'both' },
    );
  return may('sts:AssumeRole') && (all['sts:SourceIdentity'] === '' || may('sts:SetSourceIdentity'));
}

const isolation = sessionNameOf('ec2.isolate-instance');
const ec2 = roleOf('ActionsEc2Function');

describe('the responder role', () => {
  const purposes = ['enrich', 'write-back', ...catalog.keys()];
  const entering = Object.entries(functions).filter(([, { uses }]) => uses.includes('accounts'));

  it.each(entering)('lets %s in for its own purposes and no others', (name, { enters: purpose = '?' }) => {
    const role = roleOf(name);
    const got = purposes.filter((one) => enters(responder, { role, session: sessionNameOf(one) }));
    expect(got).toEqual(purposes.filter((one) => one.startsWith(purpose)));
    expect(got.length).toBeGreaterThan(0);
  });

  it('lets no other role of the hub in', () => {
    const others = roles.filter(({ id }) => !entering.some(([name]) => id.startsWith(name)));
    expect(others.length).toBeGreaterThan(10);
    for (const role of others) {
      for (const purpose of purposes) {
        expect(enters(responder, { role, session: sessionNameOf(purpose) }), `${role.id} ${purpose}`).toBe(
          false,
        );
      }
    }
  });

  it.each<[string, Context]>([
    ['without a source identity', { 'sts:SourceIdentity': '' }],
    ['from another organisation', { 'aws:PrincipalOrgID': 'o-another1234' }],
    ['from no organisation', { 'aws:PrincipalOrgID': '' }],
    ['without the external id', { 'sts:ExternalId': '' }],
    ['with another external id', { 'sts:ExternalId': 'theirs' }],
    ['by the STS of another Region', { 'aws:RequestedRegion': 'us-east-1' }],
    ['under a name of their own', { 'sts:RoleSessionName': 'tourniquet-' }],
  ])('lets nobody in %s', (_how, context) => {
    expect(enters(responder, { role: ec2, session: isolation })).toBe(true);
    expect(enters(responder, { role: ec2, session: isolation, context })).toBe(false);
  });

  const another = (arn: string, context: Context = {}) => ({
    arn,
    identity: [administrator],
    context: { ...ec2.context, 'aws:PrincipalArn': arn, ...context },
  });
  it.each([
    ['an administrator of the hub', another(`arn:aws:iam::${hub}:role/Admin`)],
    [
      'a role of the hub in a path',
      another(`arn:aws:iam::${hub}:role/x/tourniquet-ActionsEc2Function-eu-central-1`),
    ],
    [
      'the same role of another account',
      another('arn:aws:iam::777788889999:role/tourniquet-ActionsEc2Function-eu-central-1'),
    ],
    [
      'a role of ours that has no purpose',
      another(`arn:aws:iam::${hub}:role/tourniquet-x`, { 'aws:PrincipalTag/TourniquetSessions': '' }),
    ],
  ])('does not let %s in, whatever else it may do', (_who, role) => {
    expect(enters(responder, { role, session: isolation })).toBe(false);
  });

  it('lets a single node in for anything, where one is named', () => {
    const arn = `arn:aws:iam::${hub}:role/TourniquetNode`;
    const role = another(arn, { 'aws:PrincipalTag/TourniquetSessions': '' });
    const trusting = readResponder(templates, { ...given, NodePrincipal: arn });
    for (const purpose of purposes) {
      expect(enters(trusting, { role, session: sessionNameOf(purpose) })).toBe(true);
      expect(enters(responder, { role, session: sessionNameOf(purpose) })).toBe(false);
    }
    expect(enters(trusting, { role, session: 'console' })).toBe(false);
  });

  it('asks for neither organisation nor external id where none is given: the role stands in the hub too', () => {
    const context = { 'aws:PrincipalOrgID': '', 'sts:ExternalId': '' };
    expect(enters(readResponder(templates), { role: ec2, session: isolation, context })).toBe(true);
  });
});
