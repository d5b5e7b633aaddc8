import { type App, type StackProps, Tags } from 'aws-cdk-lib';
import { readS3Location } from '../core/intel/feed-location.ts';
import type { Place } from './constructs/create-task.ts';
import type { Deployment } from './deployment.ts';
import { ApiStack } from './stacks/api.ts';
import { ConsoleStack } from './stacks/console.ts';
import { CustomActionStack } from './stacks/custom-action.ts';
import { DetectorsStack } from './stacks/detectors.ts';
import { EntryStack } from './stacks/entry.ts';
import { ForwardStack } from './stacks/forward.ts';
import { MemberStack } from './stacks/member.ts';
import { MessagesStack } from './stacks/messages.ts';
import { ObservabilityStack } from './stacks/observability.ts';
import { PipelineStack } from './stacks/pipeline.ts';
import { StoreStack } from './stacks/store.ts';
import { StreamStack } from './stacks/stream.ts';
import { TasksStack } from './stacks/tasks.ts';
import { WorkflowStack } from './stacks/workflow.ts';

/** Every stack of the hub account, and those that go out to others. */
export function makeStacks(app: App, deployment: Deployment): void {
  const place = makeHub(app, deployment);
  makeSources(app, deployment.config.deploy, place);
  new MemberStack(app, 'TourniquetMember', { config: deployment.config });
  Tags.of(app).add('application', 'tourniquet');
}

/** Of the Region that is named, or else of whichever the app is deployed to. */
const inRegion = (region: string | null): StackProps => (region === null ? {} : { env: { region } });

/** What stands in one Region of the hub account. */
function makeHub(app: App, deployment: Deployment): Place {
  const { config, playbooks, code } = deployment;
  const { region, objectLock, organization, vpc } = config.deploy;
  const hub = inRegion(region);
  const store = new StoreStack(app, 'TourniquetStore', { ...hub, lock: objectLock });
  const messages = new MessagesStack(app, 'TourniquetMessages', { ...hub, key: store.key });
  const feeds = config.enrich.threatLists.flatMap(({ path }) => readS3Location(path) ?? []);
  const { role, accounts } = config.aws;
  const place = { code, store, messages, role, accounts, vpc, feeds };
  const url = makeEntry(app, deployment, place);
  const { functions } = new TasksStack(app, 'TourniquetTasks', { ...hub, place });
  const workflow = new WorkflowStack(app, 'TourniquetWorkflow', { ...hub, functions, playbooks, place, url });
  const pipeline = new PipelineStack(app, 'TourniquetPipeline', { ...hub, place, organization });
  const watched = { store, workflow, pipeline };
  new ObservabilityStack(app, 'TourniquetObservability', { ...hub, watched, messages });
  return place;
}

/** Where people come in, and what answers there. @returns the URL, known before anything answers: messages name it */
function makeEntry(app: App, { config, console: built }: Deployment, place: Place): string {
  const { region, entry: asked } = config.deploy;
  const { domain } = asked;
  const hub = { ...inRegion(region), key: place.store.key };
  const entry = new EntryStack(app, 'TourniquetEntry', { ...hub, asked });
  const site =
    built === null ? null : new ConsoleStack(app, 'TourniquetConsole', { ...hub, entry, built, domain });
  const url = config.approvals.url ?? site?.url ?? entry.url;
  new ApiStack(app, 'TourniquetApi', {
    ...inRegion(region),
    place,
    entry,
    url,
    hasConsole: site !== null,
    edge: site?.edge ?? null,
  });
  return url;
}

/** Where findings come from, as far as the configuration asks for it. */
function makeSources(app: App, deploy: Deployment['config']['deploy'], place: Place): void {
  const { region, regions, organization, detectors, customAction, stream } = deploy;
  const hub = inRegion(region);
  const found = detectors ? new DetectorsStack(app, 'TourniquetDetectors', hub) : null;
  if (customAction) {
    const action = new CustomActionStack(app, 'TourniquetCustomAction', { ...hub, place });
    if (found !== null) action.addStackDependency(found);
  }
  if (stream !== null) new StreamStack(app, 'TourniquetStream', { ...hub, place, asked: stream });
  for (const other of regions) {
    const elsewhere = inRegion(other);
    new ForwardStack(app, `TourniquetForward-${other}`, { ...elsewhere, hubRegion: region });
    if (detectors) new DetectorsStack(app, `TourniquetDetectors-${other}`, elsewhere);
  }
  if (organization !== null) new ForwardStack(app, 'TourniquetForwardMember', { hubRegion: null });
}
