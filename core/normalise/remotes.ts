import ipaddr from 'ipaddr.js';
import * as z from 'zod';
import type { Remote } from '../finding.ts';
import { firstOf, list, number, part, text, texts } from './wire.ts';

const RemoteIp = z.object({
  ipAddressV4: text,
  ipAddressV6: text,
  organization: part(z.object({ asn: text, asnOrg: text, org: text, isp: text })),
  country: part(z.object({ countryCode: text, countryName: text })),
  city: part(z.object({ cityName: text })),
});

/** What every kind of action may carry; each kind has some of it. */
const Call = z.object({
  remoteIpDetails: part(RemoteIp),
  remotePortDetails: part(z.object({ port: number })),
  domainDetails: part(z.object({ domain: text })),
  domain: text,
  sourceIps: texts,
  userAgent: text,
  serviceName: text,
});

/** GuardDuty's `service.action` and ASFF's `Action`: one shape. */
export const Action = z.object({
  networkConnectionAction: part(Call),
  awsApiCallAction: part(Call),
  dnsRequestAction: part(Call),
  kubernetesApiCallAction: part(Call),
  rdsLoginAttemptAction: part(Call),
  portProbeAction: part(z.object({ portProbeDetails: list(Call) })),
});
export type Action = z.output<typeof Action>;

/** Entries with neither address nor domain are left in: `finish` drops them. */
export const remotesOfAction = (action: Action): Remote[] =>
  [
    action.networkConnectionAction,
    action.awsApiCallAction,
    action.dnsRequestAction,
    action.kubernetesApiCallAction,
    action.rdsLoginAttemptAction,
    ...action.portProbeAction.portProbeDetails,
  ].flatMap((call) => remotesOfCall(call));

/** How the one who acted did it. */
export interface Manner {
  readonly userAgent?: string | undefined;
  readonly services?: string[] | undefined;
}

export function mannerOf({ awsApiCallAction, kubernetesApiCallAction }: Action): Manner {
  const { serviceName } = awsApiCallAction;
  return {
    userAgent: awsApiCallAction.userAgent ?? kubernetesApiCallAction.userAgent,
    services: serviceName === undefined ? undefined : [serviceName],
  };
}

function remotesOfCall(call: z.output<typeof Call>): Remote[] {
  const { ipAddressV4, ipAddressV6, organization, country, city } = call.remoteIpDetails;
  const main: Remote = {
    ip: validIp(ipAddressV4) ?? validIp(ipAddressV6),
    port: validPort(call.remotePortDetails.port),
    domain: call.domain ?? call.domainDetails.domain,
    country: country.countryCode ?? country.countryName,
    city: city.cityName,
    asn: organization.asn,
    org: firstOf(organization.asnOrg, organization.org, organization.isp),
  };
  const more = call.sourceIps.map(validIp).filter((source) => source !== undefined && source !== main.ip);
  return [main, ...more.map((source) => ({ ip: source }))];
}

/** GuardDuty writes `UNKNOWN` or nothing where it has no address. */
export const validIp = (ip: string | undefined): string | undefined =>
  ip !== undefined && ipaddr.isValid(ip) ? ip : undefined;

/** Port 0 stands for none. */
export const validPort = (port: number | undefined): number | undefined =>
  port !== undefined && Number.isInteger(port) && port > 0 && port <= 65_535 ? port : undefined;
