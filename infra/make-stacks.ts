import { type App, Tags } from 'aws-cdk-lib';
import type { Deployment } from './deployment.ts';
import { MessagesStack } from './stacks/messages.ts';
import { ObservabilityStack } from './stacks/observability.ts';
import { PipelineStack } from './stacks/pipeline.ts';
import { StoreStack } from './stacks/store.ts';
import { TasksStack } from './stacks/tasks.ts';
import { WorkflowStack } from './stacks/workflow.ts';

/** Every stack of the hub account, in the Region that the app is deployed to. */
export function makeStacks(app: App, { config, playbooks, url, code }: Deployment) {
  const store = new StoreStack(app, 'TourniquetStore', { lock: config.deploy.objectLock });
  const messages = new MessagesStack(app, 'TourniquetMessages', { key: store.key });
  const place = { code, store, messages, role: config.aws.role, vpc: config.deploy.vpc };
  const tasks = new TasksStack(app, 'TourniquetTasks', { place });
  const { functions } = tasks;
  const workflow = new WorkflowStack(app, 'TourniquetWorkflow', { functions, playbooks, place, url });
  const pipeline = new PipelineStack(app, 'TourniquetPipeline', { place });
  const watched = { store, workflow, pipeline };
  const observability = new ObservabilityStack(app, 'TourniquetObservability', { watched, messages });
  Tags.of(app).add('application', 'tourniquet');
  return { store, messages, tasks, workflow, pipeline, observability };
}
