import type { JsonObject } from '../../json.ts';
import { addressOf, objectOf, textOf, timeOf } from './fields.ts';
import type { Kind, Traits } from './kind.ts';

/**
 * CloudTrail's records: of management, data and network activity, and of Insights, which have their names under
 * `insightDetails`.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const cloudTrail: Kind = {
  kind: 'cloudtrail',

  // What S3 tells of its objects has the same names, and no id.
  recognises: (record) => 'eventVersion' in record && 'eventID' in record && 'eventTime' in record,

  shape: [
    ['eventID', 'text'],
    ['eventTime', 'text'],
    ['eventType', 'text'],
    ['eventName', 'text'],
    ['eventSource', 'text'],
    ['awsRegion', 'text'],
    ['sourceIPAddress', 'text'],
    ['recipientAccountId', 'text'],
    ['errorCode', 'text'],
    ['userIdentity', 'object'],
    ['insightDetails', 'object'],
  ],

  read(record, context) {
    const time = timeOf(record['eventTime']);
    if (time === null) {
      return `/eventTime is ${JSON.stringify(record['eventTime'] ?? null).slice(0, 80)}, which is no time; write it as 2026-01-31T12:00:00Z`;
    }
    const identity = objectOf(record['userIdentity']);
    const insight = objectOf(record['insightDetails']);
    // Where a service made the call, its name stands there (`cloudformation.amazonaws.com`, `AWS Internal`).
    const srcIp = addressOf(record['sourceIPAddress']);
    return {
      record: {
        kind: 'cloudtrail',
        id: textOf(record['eventID']) ?? context.digest(),
        time,
        type: textOf(record['eventType']) ?? 'AwsApiCall',
        source: textOf(record['eventSource'] ?? insight['eventSource']) ?? 'cloudtrail',
        account: textOf(record['recipientAccountId']) ?? textOf(identity['accountId']),
        region: textOf(record['awsRegion']),
        principal: principalOf(identity),
        action: textOf(record['eventName'] ?? insight['eventName']),
        srcIp,
        record,
      },
      ips: srcIp === null ? [] : [srcIp],
      domains: [],
      traits: traitsOf(record, identity),
    };
  },
};

/**
 * The role or user behind a session, for whoever starts one chooses its name: a new one for each call would be a new
 * principal for each. Where CloudTrail has no ARN (a failed sign-in, a service, another account, a user of an identity
 * provider), what it has.
 */
function principalOf(identity: JsonObject): string | null {
  const issuer = objectOf(objectOf(identity['sessionContext'])['sessionIssuer']);
  return (
    textOf(issuer['arn']) ??
    textOf(identity['arn']) ??
    textOf(objectOf(identity['onBehalfOf'])['userId']) ??
    textOf(identity['principalId']) ??
    textOf(identity['userName']) ??
    textOf(identity['invokedBy']) ??
    textOf(identity['accountId'])
  );
}

const deniedCode = /AccessDenied|Unauthorized|NotAuthorized|Forbidden|AuthorizationError/;

function traitsOf(record: JsonObject, identity: JsonObject): Traits {
  const { type } = identity;
  const root =
    type === 'Root' && identity['invokedBy'] === undefined && record['eventType'] !== 'AwsServiceEvent';
  const code = textOf(record['errorCode']);
  return {
    root,
    withoutMfa: (root || type === 'IAMUser') && lacksMfa(record, identity),
    denied: (code !== null && deniedCode.test(code)) || isFailedSignIn(record),
    change: record['readOnly'] === false,
    severity: 0,
  };
}

/** Sessions say so, and sign-ins. Access keys have no second factor, so their calls say nothing. */
function lacksMfa(record: JsonObject, identity: JsonObject): boolean {
  const { mfaAuthenticated } = objectOf(objectOf(identity['sessionContext'])['attributes']);
  return mfaAuthenticated === 'false' || objectOf(record['additionalEventData'])['MFAUsed'] === 'No';
}

const isFailedSignIn = (record: JsonObject): boolean =>
  record['eventName'] === 'ConsoleLogin' &&
  objectOf(record['responseElements'])['ConsoleLogin'] === 'Failure';
