import * as z from 'zod';

/**
 * What a person may do. A viewer looks; an approver answers questions too; a responder undoes, redrives, responds,
 * pauses; an author writes playbooks. A writer is a program that sends logs, and may not even look.
 */
export const Role = z.enum(['viewer', 'approver', 'responder', 'author', 'writer']);
export type Role = z.infer<typeof Role>;

/** Every role but one lets look. */
export const mayLook = (roles: readonly Role[]): boolean => roles.some((role) => role !== 'writer');

/** Who uses the API. */
export interface Person {
  readonly name: string;
  readonly roles: readonly Role[];
}

/** How people say who they are: by a token of ours, or at a login of their own organisation. */
export const SignIn = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('token') }),
    z.object({
      kind: z.literal('openid'),
      issuer: z.url(),
      clientId: z.string(),
      /** What to ask for, apart by spaces. */
      scope: z.string(),
      authorizationEndpoint: z.url(),
      tokenEndpoint: z.url(),
      revocationEndpoint: z.url(),
      /** Cognito's own, with `client_id` and `logout_uri`. */
      logoutEndpoint: z.url(),
    }),
  ])
  .meta({ id: 'SignIn' });
export type SignIn = z.infer<typeof SignIn>;

/** Who is there, and where. */
export const Session = z
  .object({
    name: z.string(),
    roles: z.array(Role),
    home: z.enum(['embedded', 'aws']),
    account: z.enum(['simulated', 'aws']),
    /** How changes become known: server-sent events from `/api/live`, or asking again. */
    live: z.enum(['events', 'poll']),
    version: z.string(),
    /** Whether people sign in here; else whoever is at this machine is in, and there is nothing to sign out of. */
    signsIn: z.boolean(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

export const LoginRequest = z.object({ token: z.string().min(1).max(200) }).meta({ id: 'LoginRequest' });
export type LoginRequest = z.infer<typeof LoginRequest>;
