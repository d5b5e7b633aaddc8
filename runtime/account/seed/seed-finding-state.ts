import { hexOf } from '../command.ts';
import type { Seeder } from './seeder.ts';

/** The finding in Security Hub and, if it is GuardDuty's, in GuardDuty: new, as nobody has touched it. */
export function seedFindingState(seeder: Seeder): void {
  const { finding, place, partition } = seeder;
  const { id, provider, type, title, createdAt, updatedAt } = finding;
  const product = finding.product.toLowerCase();
  seeder.putIfAbsent('hub-finding', {
    id,
    productArn: provider.productArn ?? `arn:${partition}:securityhub:${place.region}::product/aws/${product}`,
    metadataUid: provider.metadataUid ?? hexOf(place.region, id),
    account: place.account,
    title,
    type,
    severityLabel: finding.severity.label,
    createdAt,
    updatedAt,
    workflowStatus: provider.workflowStatus ?? 'NEW',
    note: null,
    verificationState: null,
    confidence: null,
    criticality: null,
    userFields: [],
    statusId: null,
    severityId: null,
    comment: null,
  });
  if (product === 'guardduty') seedGuardDuty(seeder);
}

/** GuardDuty's calls take the last part of the ARN. */
function seedGuardDuty(seeder: Seeder): void {
  const { finding, place, partition } = seeder;
  const { id, provider, type, title, description, count, createdAt, updatedAt, archived } = finding;
  const [, inArn, inFinding] = /:detector\/([^/]+)\/finding\/([^/]+)$/.exec(id) ?? [];
  const findingId = inFinding ?? id;
  const detectorId = inArn ?? provider.detectorId ?? hexOf(place.account, place.region, 'detector');
  seeder.putIfAbsent('detector', { detectorId, administrator: null });
  seeder.putIfAbsent('guardduty-finding', {
    id: findingId,
    detectorId,
    arn: inArn
      ? id
      : `arn:${partition}:guardduty:${place.region}:${place.account}:detector/${detectorId}/finding/${findingId}`,
    type,
    title,
    description,
    severity: finding.severity.score / 10,
    count,
    createdAt,
    updatedAt,
    archived,
    feedback: null,
  });
}
