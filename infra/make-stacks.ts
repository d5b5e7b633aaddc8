import { type App, Tags } from 'aws-cdk-lib';
import type { Deployment } from './deployment.ts';
import { ApiStack } from './stacks/api.ts';
import { ConsoleStack } from './stacks/console.ts';
import { EntryStack } from './stacks/entry.ts';
import { MemberStack } from './stacks/member.ts';
import { MessagesStack } from './stacks/messages.ts';
import { ObservabilityStack } from './stacks/observability.ts';
import { PipelineStack } from './stacks/pipeline.ts';
import { StoreStack } from './stacks/store.ts';
import { TasksStack } from './stacks/tasks.ts';
import { WorkflowStack } from './stacks/workflow.ts';

/** Every stack of the hub account, in the Region that the app is deployed to. */
export function makeStacks(app: App, { config, playbooks, console: built, code }: Deployment) {
  const store = new StoreStack(app, 'TourniquetStore', { lock: config.deploy.objectLock });
  const messages = new MessagesStack(app, 'TourniquetMessages', { key: store.key });
  const place = { code, store, messages, role: config.aws.role, vpc: config.deploy.vpc };
  const { entry: asked } = config.deploy;
  const entry = new EntryStack(app, 'TourniquetEntry', { asked, key: store.key });
  const site =
    built === null
      ? null
      : new ConsoleStack(app, 'TourniquetConsole', { entry, built, domain: asked.domain, key: store.key });
  // Known before anything answers there, so that messages can name it.
  const url = config.approvals.url ?? site?.url ?? entry.url;
  const tasks = new TasksStack(app, 'TourniquetTasks', { place });
  const { functions } = tasks;
  const workflow = new WorkflowStack(app, 'TourniquetWorkflow', { functions, playbooks, place, url });
  const api = new ApiStack(app, 'TourniquetApi', {
    place,
    entry,
    url,
    hasConsole: site !== null,
    edge: site?.edge ?? null,
  });
  const pipeline = new PipelineStack(app, 'TourniquetPipeline', { place });
  const watched = { store, workflow, pipeline };
  const observability = new ObservabilityStack(app, 'TourniquetObservability', { watched, messages });
  const member = new MemberStack(app, 'TourniquetMember', { config });
  Tags.of(app).add('application', 'tourniquet');
  return { store, messages, tasks, workflow, pipeline, observability, entry, api, member };
}
