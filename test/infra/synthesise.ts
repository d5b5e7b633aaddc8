import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import type * as z from 'zod';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Json } from '../../core/json.ts';
import { functions } from '../../infra/functions.ts';
import { makeStacks } from '../../infra/make-stacks.ts';
import { readDeployment } from '../../infra/read-deployment.ts';
import type { Config } from '../../core/config.ts';

const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
  context: Record<string, unknown>;
};

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, any>;
  readonly DeletionPolicy?: string;
  readonly Condition?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Parameters?: Readonly<Record<string, any>>;
  readonly Conditions?: Readonly<Record<string, any>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: Json; readonly Export?: { readonly Name: string } }>
  >;
  readonly Rules?: unknown;
}

/** Folders in the place of bundles: what is in the templates does not hang on the code. */
function pretendBundles(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tourniquet-functions-'));
  for (const name of Object.keys(functions)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'index.mjs'), 'export const handler = () => undefined;\n');
  }
  return folder;
}

type Templates = Readonly<Record<string, Template>>;

/**
 * The app as `npx cdk synth` makes it, checked by cdk-nag, which throws at what nobody gave a reason for; and the folder
 * with its assets.
 */
export function synthesiseInto(given: z.input<typeof Config> = {}): {
  readonly templates: Templates;
  readonly directory: string;
} {
  // The CDK's own check of templates takes longer than all the rest; `npm run synth` has it, and cfn-lint is a lane.
  const app = new App({ context, builtinCloudFormationValidation: false });
  const folder = mkdtempSync(join(tmpdir(), 'tourniquet-deployment-'));
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ mode: 'shadow', ...given }));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  makeStacks(app, { ...readDeployment({ config, console: folder }), code: pretendBundles() });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const { stacks, directory } = app.synth();
  const templates = stacks.map(({ stackName, template }) => [stackName, template as Template] as const);
  return { templates: Object.fromEntries(templates), directory };
}

const made = new Map<string, Templates>();

/** As {@link synthesiseInto}, each once for all files of a worker. */
export function synthesise(given: z.input<typeof Config> = {}): Templates {
  const key = JSON.stringify(given);
  const templates = made.get(key) ?? synthesiseInto(given).templates;
  made.set(key, templates);
  return templates;
}

/** Streams, by every way in, and who may write. */
export const stream = { writers: ['arn:aws:iam::111122223333:role/log-shipper'], http: true };

/** Everything that can be chosen, chosen. */
export const everything: z.input<typeof Config> = {
  deploy: {
    region: 'eu-west-1',
    regions: ['eu-central-1', 'us-east-1'],
    organization: 'o-exampleorgid',
    detectors: true,
    customAction: true,
    stream,
  },
};

/** All resources of a type, over all stacks. */
export const ofType = (
  templates: Readonly<Record<string, Template>>,
  type: string,
): readonly (Resource & { readonly id: string })[] =>
  Object.values(templates).flatMap(({ Resources }) =>
    Object.entries(Resources).flatMap(([id, resource]) =>
      resource.Type === type ? [{ id, ...resource }] : [],
    ),
  );

/** What policies, or keys in theirs, state. */
export const statementsOf = (resources: readonly Pick<Resource, 'Properties'>[]): readonly any[] =>
  resources.flatMap(
    ({ Properties }) => (Properties['PolicyDocument'] ?? Properties['KeyPolicy']).Statement as unknown[],
  );
