import ipaddr from 'ipaddr.js';
import * as z from 'zod';
import type { Remote, Resource } from '../../finding.ts';
import type { LogRecord } from '../../ingest/log-record.ts';
import { validIp } from '../../normalise/remotes.ts';
import { resourcesOf } from '../../normalise/typed-resource.ts';
import { name, number, part, text } from '../../normalise/wire.ts';
import type { Subject } from './subject.ts';

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html */
const Flow = z.object({
  'interface-id': name,
  'instance-id': name,
  'vpc-id': text,
  'subnet-id': text,
  srcaddr: text,
  dstaddr: text,
  srcport: number,
  dstport: number,
});

/** Of a flow: the instance (or else the interface) that it was seen on, and the other end of the wire. */
export function readFlow({ record }: LogRecord): Subject {
  const flow = Flow.parse(record);
  const ends: readonly Remote[] = [
    { ip: validIp(flow.srcaddr), port: flow.srcport },
    { ip: validIp(flow.dstaddr), port: flow.dstport },
  ];
  const own = ends.find(isInside);
  const interfaces = interfacesOf(flow, own?.ip);
  const instance = instanceOf(flow['instance-id'], { interfaces, vpcId: flow['vpc-id'] });
  const place = resourcesOf({ type: 'AWS::EC2::NetworkInterface', uid: flow['interface-id'] });
  const outside = ends.filter((end) => end.ip !== undefined && !isInside(end));
  return {
    resources: instance.length > 0 ? instance : place,
    actor: undefined,
    // A port scan within the network has no outside: then whoever began it is the other end.
    remotes: outside.length > 0 ? outside : ends.slice(0, 1),
  };
}

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-query-logs-format.html */
const Query = z.object({
  query_name: name,
  vpc_id: text,
  srcids: part(z.object({ instance: name })),
});

/** Of a DNS query: the instance that asked, and the name that it asked for. */
export function readQuery({ record }: LogRecord): Subject {
  const { query_name: asked, vpc_id: vpcId, srcids } = Query.parse(record);
  const domain = asked?.replace(/\.$/, '');
  return {
    resources: instanceOf(srcids.instance, { interfaces: [], vpcId }),
    actor: undefined,
    remotes: domain === undefined || domain === '' ? [] : [{ domain }],
  };
}

type Details = Pick<Extract<Resource, { kind: 'ec2-instance' }>, 'interfaces' | 'vpcId'>;

const instanceOf = (instanceId: string | undefined, details: Details): Resource[] =>
  instanceId?.startsWith('i-') ? [{ kind: 'ec2-instance', instanceId, ...details }] : [];

function interfacesOf(flow: z.output<typeof Flow>, privateIp: string | undefined): Details['interfaces'] {
  const networkInterfaceId = flow['interface-id'];
  if (networkInterfaceId === undefined) return [];
  const subnetId = flow['subnet-id'];
  return [{ networkInterfaceId, privateIp, subnetId, vpcId: flow['vpc-id'], securityGroupIds: [] }];
}

/** Networks that no packet of the internet comes from. */
const inside = new Set(['private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat', 'loopback']);
const isInside = ({ ip }: Remote): boolean => ip !== undefined && inside.has(ipaddr.process(ip).range());
