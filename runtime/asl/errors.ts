/**
 * The exceptions of the Step Functions API, by their names there.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
 */
export type StepFunctionsErrorName =
  | 'ExecutionAlreadyExists'
  | 'ExecutionDoesNotExist'
  | 'ExecutionNotRedrivable'
  | 'InvalidArn'
  | 'InvalidExecutionInput'
  | 'InvalidName'
  | 'InvalidOutput'
  | 'InvalidToken'
  | 'StateMachineAlreadyExists'
  | 'StateMachineDoesNotExist'
  | 'TaskDoesNotExist'
  | 'TaskTimedOut'
  | 'UnknownOperationException'
  | 'ValidationException';

/** A call to the engine that Step Functions would refuse. `name` says which of its exceptions this is. */
export class StepFunctionsError extends Error {
  override readonly name: StepFunctionsErrorName;
  constructor(name: StepFunctionsErrorName, message: string) {
    super(message);
    this.name = name;
  }
}
