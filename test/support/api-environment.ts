import { place } from '../../runtime/home/place.ts';

/** What the CDK app tells the function of the API, with nothing behind it; a test names what it has. */
export const apiEnvironment: Readonly<Record<string, string>> = {
  AWS_REGION: place.region,
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_SESSION_TOKEN: 'testing',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  TOURNIQUET_TABLE: 'table',
  TOURNIQUET_RAW_BUCKET: 'raw',
  TOURNIQUET_MACHINES: `arn:aws:states:${place.region}:${place.accountId}:stateMachine:tourniquet-`,
  TOURNIQUET_URL: 'https://d111.cloudfront.net',
  TOURNIQUET_EDGE: 'none',
  TOURNIQUET_ISSUER: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example',
  TOURNIQUET_LOGIN: 'https://tourniquet.auth.us-east-1.amazoncognito.com',
  TOURNIQUET_CLIENT: 'exampleclient',
  TOURNIQUET_SCOPE: 'openid tourniquet/use',
  TOURNIQUET_RELEASE: 'release',
  TOURNIQUET_LETTERS: 'letters',
  POWERTOOLS_DEV: 'true',
};
