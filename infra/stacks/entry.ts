import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { EntryConfig } from '../../core/entry-config.ts';
import { EntryApi } from '../constructs/entry-api.ts';
import { People } from '../constructs/user-pool.ts';

export interface EntryProps extends StackProps {
  /** The domain is the console's, where there is one. */
  readonly asked: EntryConfig;
  /** Of the log. */
  readonly key: IKey;
}

/**
 * Where people come in: the address of the API, and who they are. It is made before everything that tells people where to
 * go, and before what answers there.
 */
export class EntryStack extends Stack {
  readonly people: People;
  readonly api: HttpApi;
  readonly url: string;

  constructor(scope: Construct, id: string, { asked, key, ...props }: EntryProps) {
    super(scope, id, props);
    this.people = new People(this, 'People', asked);
    const { api, url, domain } = new EntryApi(this, 'Entry', {
      domain: asked.console ? null : asked.domain,
      key,
    });
    this.api = api;
    this.url = url;
    new CfnOutput(this, 'Url', { description: 'Where the API answers', value: url });
    new CfnOutput(this, 'UserPool', { value: this.people.pool.userPoolId });
    if (domain !== null)
      new CfnOutput(this, 'PointDomainTo', {
        description: `Make ${asked.domain?.name} a CNAME of it`,
        value: domain.regionalDomainName,
      });
  }
}
