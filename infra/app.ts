import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { addFiles } from './bundle/add-files.ts';
import { bundleTasks } from './bundle/bundle-tasks.ts';
import { makeStacks } from './make-stacks.ts';
import { readDeployment } from './read-deployment.ts';

const app = new App();
const given = (name: string): string | undefined => app.node.tryGetContext(name) as string | undefined;
const deployment = readDeployment({
  config: given('config'),
  playbooks: given('playbooks'),
  detections: given('detections'),
});
const code = fileURLToPath(new URL('../dist/functions', import.meta.url));
rmSync(code, { recursive: true, force: true });
await bundleTasks(code);
await addFiles(code, deployment);
makeStacks(app, { ...deployment, code });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
