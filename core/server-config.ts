import ipaddr from 'ipaddr.js';
import * as z from 'zod';
import { Role } from './api/session.ts';
import { ApproverName } from './approval-config.ts';
import { isSamePerson } from './same-person.ts';

/** Somebody who may use the API with a token. `tourniquet token` prints such an entry. */
const PersonConfig = z.strictObject({
  name: ApproverName,
  /** Whoever has any may look, but for a writer of logs. */
  roles: z.array(Role).min(1),
  /** SHA-256 of the token, in hexadecimal: who reads this file can not sign in with it. */
  tokenHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in hexadecimal; make one with: tourniquet token'),
});
export type PersonConfig = z.infer<typeof PersonConfig>;

const isFirst = ({ name }: PersonConfig, index: number, people: readonly PersonConfig[]): boolean =>
  people.findIndex((other) => isSamePerson(other.name, name)) === index;

/** The `server` part of the configuration: who may use console and API, and under which names it is reached. */
export const ServerConfig = z
  .strictObject({
    /** Empty: on this machine's own address whoever is at it; nowhere else. */
    people: z.array(PersonConfig).max(200).default([]),
    /** Host names under which it is reached besides this machine's own, such as `tourniquet.example.com`. */
    names: z
      .array(z.string().regex(/^[a-z0-9.-]{1,253}$/, 'is no host name in lower case, without port'))
      .max(20)
      .default([]),
    /**
     * Addresses and networks of proxies in front: whom they say that a request came from is who is counted and told in the
     * timeline. Empty: who is connected.
     */
    trustedProxies: z
      .array(
        z
          .string()
          .refine(
            (text) =>
              ipaddr.isValidCIDR(text) ||
              ipaddr.IPv4.isValidFourPartDecimal(text) ||
              ipaddr.IPv6.isValid(text),
            'is no address or network: give one such as 10.0.0.5 or 10.0.0.0/24',
          ),
      )
      .max(100)
      .default([]),
  })
  .refine(({ people }) => people.every(isFirst), {
    message: 'has a name twice, or in two spellings; give each person one entry',
    path: ['people'],
  })
  .prefault({});
export type ServerConfig = z.infer<typeof ServerConfig>;
