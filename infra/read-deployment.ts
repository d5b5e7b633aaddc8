import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Config } from '../core/config.ts';
import { InvalidInput } from '../core/errors.ts';
import { readS3Location } from '../core/intel/feed-location.ts';
import { readConfig } from '../core/read-config.ts';
import type { Deployment } from './deployment.ts';
import { readRules } from './detections.ts';
import { readPlaybooks } from './playbooks.ts';

export interface DeploymentChoice {
  /** A configuration file; @default `tourniquet.config.json`, where it is there */
  readonly config?: string | undefined;
  /** A folder; @default those that ship */
  readonly playbooks?: string | undefined;
  /** A folder; @default those that ship */
  readonly detections?: string | undefined;
  /** Of the built console; @default where `npm run build` puts it */
  readonly console?: string | undefined;
}

const builtConsole = fileURLToPath(new URL('../dist/console', import.meta.url));
const shipped = fileURLToPath(new URL('../playbooks/', import.meta.url));
const shippedDetections = fileURLToPath(new URL('../detections/', import.meta.url));

/** @throws InvalidInput naming the file, the field and the remedy. */
export function readDeployment(choice: DeploymentChoice): Omit<Deployment, 'code'> {
  const config = loadConfig(choice.config);
  for (const { name, path } of config.enrich.threatLists) {
    if (readS3Location(path) === null) requireIt(path, `correct the path of ${name} in enrich.threatLists`);
  }
  // On AWS every account is entered through a role, its own too.
  const role = config.aws.role ?? 'TourniquetResponder';
  const deployed = { ...config, aws: { ...config.aws, role } };
  return {
    config: deployed,
    console: config.deploy.entry.console ? requireConsole(choice.console ?? builtConsole) : null,
    playbooks: readPlaybooks(requireIt(choice.playbooks ?? shipped, 'name a folder of playbooks')),
    rules: readRules(requireIt(choice.detections ?? shippedDetections, 'name a folder of detection rules')),
  };
}

/** @throws InvalidInput where nothing is. */
function requireIt(path: string, remedy: string): string {
  if (existsSync(path)) return path;
  throw new InvalidInput(`there is no ${path}; ${remedy}`);
}

/** @throws InvalidInput where it was not built. */
function requireConsole(folder: string): string {
  if (existsSync(`${folder}/index.html`)) return folder;
  throw new InvalidInput(
    `${folder} has no built console, and deploy.entry.console asks for it: npm run build`,
  );
}

/** In mode shadow where the file says nothing else: real accounts are not changed by default. */
function loadConfig(file = 'tourniquet.config.json'): Config {
  if (!existsSync(file)) return Config.parse({ mode: 'shadow' });
  return readConfig({ label: file, bytes: readFileSync(file), mode: 'shadow' });
}
