import type { Finding, Remote, Resource } from '../finding.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { findHashes } from '../intel/find-hashes.ts';
import { lastSegment, parseArn } from './arn.ts';
import { AsffFinding, type AsffResource } from './asff-schema.ts';
import type { Draft, Envelope, Reading } from './draft.ts';
import { detectorOf } from './guardduty.ts';
import type { GuardDutyService } from './guardduty-schema.ts';
import { guardDutyTypeAmong, tacticsOfType } from './guardduty-type.ts';
import { isCustomProduct, isOwnProduct, productOf } from './product.ts';
import { serviceOf } from './product-fields.ts';
import { actorOf } from './principal.ts';
import { remotesOfAction, mannerOf, validIp, validPort } from './remotes.ts';
import { hasSampleTitle, saysSample } from './sample.ts';
import { type Severity, severityOfGuardDuty, severityOfLabel, severityOfNormalized } from './severity.ts';
import { resourcesOf } from './typed-resource.ts';
import { markInFields } from '../write-back-mark.ts';
import { camelKeys, firstOf, readName } from './wire.ts';

/** A Security Hub CSPM finding. GuardDuty's come out as they do by GuardDuty's own route. */
export function readAsff(wire: JsonObject, envelope: Envelope): Reading {
  const finding = AsffFinding.parse(camelKeys(wire));
  const product = productOf(finding.productArn, finding.productName);
  if (isOwnProduct(product, finding.productFields))
    return { skipped: 'it is a finding of Tourniquet itself' };
  if (finding.compliance.status === 'PASSED') return { skipped: 'it reports a check that passed' };
  return {
    draft: {
      id: idOf(finding, product),
      aliases: aliasesOf(finding, product),
      source: 'securityhub',
      product,
      type: typeOf(finding, product),
      title: finding.title,
      description: finding.description,
      severity: severityOf(finding, product),
      createdAt: finding.createdAt ?? finding.firstObservedAt,
      updatedAt: finding.updatedAt,
      hashes: findHashes(wire),
      archived: !envelope.chosen && isClosed(finding),
      ...whereOf(finding, envelope),
      ...partsOf(finding, product, envelope),
    },
  };
}

function whereOf(finding: AsffFinding, envelope: Envelope): Pick<Draft, 'account' | 'region' | 'partition'> {
  const place = parseArn(finding.id);
  const [first] = finding.resources;
  return {
    account: firstOf(finding.awsAccountId, place?.account),
    region: firstOf(finding.region, first?.region, place?.region || undefined, envelope.region),
    partition: firstOf(first?.partition, parseArn(finding.productArn)?.partition, place?.partition),
  };
}

type Parts = Pick<
  Draft,
  'count' | 'sample' | 'resources' | 'actor' | 'remotes' | 'tactics' | 'techniques' | 'provider'
>;

function partsOf(finding: AsffFinding, product: string, { chosen }: Envelope): Parts {
  const service = serviceOf(finding.productFields);
  const action = finding.action ?? service.action;
  const resources = finding.resources.flatMap((resource) => resourcesOfAsff(resource));
  return {
    count: service.count,
    sample: isSample(finding, service),
    resources,
    actor: actorOf(resources, mannerOf(action)),
    remotes: [...remotesOfAction(action), ...remotesOfNetwork(finding.network)],
    tactics: product === 'guardduty' ? tacticsOfType(typeOf(finding, product)) : tacticsOf(finding.types),
    techniques: [],
    provider: {
      ...providerOf(finding, service),
      writtenBackFor: chosen
        ? undefined
        : markInFields(finding.userDefinedFields, finding.workflow.status ?? finding.workflowState),
    },
  };
}

const isSample = (finding: AsffFinding, service: GuardDutyService): boolean =>
  finding.sample || saysSample(service.additionalInfo) || hasSampleTitle(finding.title);

const providerOf = (finding: AsffFinding, service: GuardDutyService): Finding['provider'] => ({
  productArn: finding.productArn,
  detectorId: service.detectorId ?? detectorOf(finding.id),
  workflowStatus: finding.workflow.status ?? finding.workflowState,
});

/** Somebody has dealt with it: it is stored and answered by nothing, unless a person chooses it. */
const closed = new Set(['SUPPRESSED', 'RESOLVED']);
const isClosed = (finding: AsffFinding): boolean =>
  finding.recordState === 'ARCHIVED' || closed.has(finding.workflow.status ?? '');

/** Nobody but GuardDuty speaks under a GuardDuty ARN: an import that does so stays apart from the real one. */
function idOf({ id, productArn }: AsffFinding, product: string): string | undefined {
  const borrowed = product !== 'guardduty' && parseArn(id)?.service === 'guardduty';
  return borrowed ? readName(`${productArn ?? product}/${id ?? ''}`) : id;
}

function aliasesOf(finding: AsffFinding, product: string): (string | undefined)[] {
  const fields = isJsonObject(finding.productFields) ? finding.productFields : {};
  const hub = isCustomProduct(product) ? undefined : readName(fields['aws/securityhub/FindingId']);
  return [product === 'guardduty' ? lastSegment(finding.id) : undefined, hub];
}

/** A control is part of the type: else every failed control of one resource would be one incident. */
function typeOf(finding: AsffFinding, product: string): string | undefined {
  const types = [...finding.types, ...finding.findingProviderFields.types];
  const control = finding.compliance.securityControlId ?? healthEventOf(finding, product);
  const taxonomy = guardDutyTypeAmong(types) ?? types[0];
  return control === undefined ? taxonomy : `${taxonomy ?? 'Security Hub'}/${control}`;
}

/**
 * AWS Health gives all its findings one type, and says what happened (`AWS_RISK_CREDENTIALS_EXPOSED`) as the
 * generator. https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-internal-providers.html
 */
const healthEventOf = ({ generatorId }: AsffFinding, product: string): string | undefined =>
  product === 'health' ? generatorId : undefined;

/** Namespace `TTPs`, category = tactic (ASFF type taxonomy). */
const tacticsOf = (types: readonly string[]): string[] =>
  types.flatMap((type) => /^TTPs\/([^/:]+)(\/|$)/.exec(type)?.[1] ?? []);

/**
 * GuardDuty's own number where Security Hub kept it and nobody has changed the label since; else what
 * the label stands for.
 */
function severityOf({ severity, findingProviderFields }: AsffFinding, product: string): Severity {
  const both = [severity, findingProviderFields.severity];
  const label = severityOfLabel(firstOf(...both.map((one) => one.label)));
  const own = product === 'guardduty' ? ownSeverity(both) : undefined;
  if (own !== undefined && (label === undefined || label.label === own.label)) return own;
  return label ?? severityOfNormalized(firstOf(...both.map((one) => one.normalized)));
}

function ownSeverity(both: readonly AsffFinding['severity'][]): Severity | undefined {
  const numbers = both.flatMap(({ product, original }) => [product, Number(original)]);
  const number = numbers.find((value) => value !== undefined && value > 0 && value <= 10);
  return number === undefined ? undefined : severityOfGuardDuty(number);
}

/** `Details` has one object, under the resource's type. */
function resourcesOfAsff({ type, id, region, tags, details }: AsffResource): Resource[] {
  const inner = isJsonObject(details) ? Object.values(details).find(isJsonObject) : undefined;
  const own: Json = inner === undefined ? null : inner;
  return resourcesOf({ type, uid: id, region, tags, details: own });
}

function remotesOfNetwork(network: AsffFinding['network']): Remote[] {
  if (network === undefined) return [];
  const source = {
    ip: validIp(network.sourceIpV4) ?? validIp(network.sourceIpV6),
    port: validPort(network.sourcePort),
    domain: network.sourceDomain,
  };
  const destination = {
    ip: validIp(network.destinationIpV4) ?? validIp(network.destinationIpV6),
    port: validPort(network.destinationPort),
    domain: network.destinationDomain,
  };
  return [network.direction === 'IN' ? source : destination];
}
