import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillPlaceholders } from '../../runtime/home/fill-placeholders.ts';
import { functionArn, place } from '../../runtime/home/place.ts';
import { ofType, synthesiseInto } from './synthesise.ts';

/** A state machine as CloudFormation would make it, with the embedded engine's ARNs. */
interface DeployedMachine {
  readonly name: string;
  readonly definition: string;
}

type Part = string | { readonly Ref: string };

const pseudo: Readonly<Record<string, string>> = {
  'AWS::Partition': place.partition,
  'AWS::Region': place.region,
  'AWS::AccountId': place.accountId,
};

/** Functions are known by their placeholders, machines by their names. */
function valueOf(placeholder: string, value: unknown): string {
  if (placeholder.endsWith('Function')) return functionArn(placeholder);
  const [separator, parts] = (value as { 'Fn::Join': [string, readonly Part[]] })['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : (pseudo[part.Ref] ?? ''))).join(separator);
}

/** The machines of the synthesised templates, out of their assets, and the functions that they call. */
export function readMachines(): {
  readonly machines: readonly DeployedMachine[];
  readonly functions: readonly string[];
} {
  const { templates, directory } = synthesiseInto();
  const functions = new Set<string>();
  const machines = ofType(templates, 'AWS::StepFunctions::StateMachine').map(({ Properties }) => {
    const substitutions = Properties['DefinitionSubstitutions'] as Record<string, unknown>;
    const asset = readFileSync(join(directory, `asset.${Properties['DefinitionS3Location'].Key}`), 'utf8');
    for (const name of Object.keys(substitutions)) if (name.endsWith('Function')) functions.add(name);
    const definition = fillPlaceholders(asset, (name) => valueOf(name, substitutions[name]));
    return { name: Properties['StateMachineName'] as string, definition };
  });
  return { machines, functions: [...functions] };
}
