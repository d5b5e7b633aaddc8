import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { Role } from '../../core/api/session.ts';
import type { EntryConfig } from '../../core/entry-config.ts';
import { acknowledge } from '../nag.ts';

/** What a token has to be for, so that one that was issued for something else opens nothing. */
const resource = { identifier: 'tourniquet', scope: 'use' } as const;

/**
 * Who people are. Somebody else makes their account, under the name by which questions and the timeline call them: nobody
 * can change it. A group for each role says what they may do.
 */
export class People extends Construct {
  readonly pool: UserPool;
  readonly domain: UserPoolDomain;
  /** What to ask for. */
  readonly scopes: readonly OAuthScope[];
  /** As a token has it. */
  readonly scope = `${resource.identifier}/${resource.scope}`;

  constructor(scope: Construct, id: string, { mfa }: Pick<EntryConfig, 'mfa'>) {
    super(scope, id);
    this.pool = createPool(this, mfa);
    // Programs that send logs are IAM principals.
    for (const role of Role.exclude(['writer']).options)
      new CfnUserPoolGroup(this, role, { userPoolId: this.pool.userPoolId, groupName: role });
    const use = new ResourceServerScope({ scopeName: resource.scope, scopeDescription: 'Use Tourniquet' });
    const server = this.pool.addResourceServer('Use', { identifier: resource.identifier, scopes: [use] });
    this.scopes = [OAuthScope.OPENID, OAuthScope.resourceServer(server, use)];
    this.domain = this.pool.addDomain('Login', {
      // One in all the world may have a name; an account's number is one.
      cognitoDomain: { domainPrefix: `tourniquet-${Aws.ACCOUNT_ID}` },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    if (mfa === 'optional') acknowledge(this.pool, 'AwsSolutions-COG2', 'deploy.entry.mfa says so');
    acknowledge(
      this.pool,
      'AwsSolutions-COG8',
      'a second factor and no sign-up of one own do what threat protection would; the plan that has it costs for each person',
    );
  }

  /** Who issues the tokens. */
  get issuer(): string {
    const { region, urlSuffix } = Stack.of(this);
    return `https://cognito-idp.${region}.${urlSuffix}/${this.pool.userPoolId}`;
  }
}

const createPool = (scope: Construct, mfa: EntryConfig['mfa']): UserPool =>
  new UserPool(scope, 'Pool', {
    featurePlan: FeaturePlan.ESSENTIALS,
    selfSignUpEnabled: false,
    signInAliases: { username: true },
    signInCaseSensitive: false,
    standardAttributes: { email: { required: true, mutable: true } },
    autoVerify: { email: true },
    mfa: mfa === 'required' ? Mfa.REQUIRED : Mfa.OPTIONAL,
    // Text messages can be taken over.
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: {
      minLength: 14,
      requireDigits: true,
      requireLowercase: true,
      requireUppercase: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(3),
    },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
