import { StepFunctionsError } from './errors.ts';

/** Where the engine's machines and executions seem to live. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

export const stateMachineArn = (place: Place, name: string): string =>
  `arn:${place.partition}:states:${place.region}:${place.accountId}:stateMachine:${name}`;

/** An execution's ARN from its machine's. */
export const executionArn = (machineArn: string, name: string): string =>
  `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;

const EXECUTION_ARN = /^arn:[^:]+:states:[^:]*:[^:]*:execution:[^:]+:[^:]+$/;
const MACHINE_ARN = /^arn:[^:]+:states:[^:]*:[^:]*:stateMachine:[^:]+$/;

export function requireExecutionArn(arn: string): void {
  if (!EXECUTION_ARN.test(arn))
    throw new StepFunctionsError('InvalidArn', `Invalid Arn: '${arn}': not the ARN of an execution`);
}

export function requireMachineArn(arn: string): void {
  if (!MACHINE_ARN.test(arn))
    throw new StepFunctionsError('InvalidArn', `Invalid Arn: '${arn}': not the ARN of a state machine`);
}

const LONGEST_NAME = 80;
// oxlint-disable-next-line no-control-regex -- the API's own rule names them
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001F\u007F-\u009F\uFFFE\uFFFF]/;

/** 1 to 80 characters, without white space, brackets, wildcards and the other characters that the API refuses. */
export function requireName(name: string): void {
  if (name.length === 0 || name.length > LONGEST_NAME || FORBIDDEN.test(name)) {
    throw new StepFunctionsError(
      'InvalidName',
      `Invalid Name: '${name}': 1 to ${LONGEST_NAME} characters, no white space, no brackets, none of ?*"#%\\^|~\`$&,;:/`,
    );
  }
}
