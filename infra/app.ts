import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { InvalidInput } from '../core/errors.ts';
import { addFiles } from './bundle/add-files.ts';
import { bundleTasks } from './bundle/bundle-tasks.ts';
import { makeStacks } from './make-stacks.ts';
import { type DeploymentChoice, readDeployment } from './read-deployment.ts';

const app = new App();
const given = (name: string): string | undefined => app.node.tryGetContext(name) as string | undefined;
const deployment = readOrEnd({
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

/** What is wrong with what was given is said in one line; the CDK CLI adds that this ended. */
function readOrEnd(choice: DeploymentChoice): ReturnType<typeof readDeployment> {
  try {
    return readDeployment(choice);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    console.error(`error: ${error.message}`);
    process.exit(1);
  }
}
