import { createHash } from 'node:crypto';
import type { Clock } from '../../core/ports/clock.ts';
import { requireMachineArn, requireName, stateMachineArn, type Place } from './arns.ts';
import { loadMachine, toDefinitionText } from './definition/load.ts';
import { StepFunctionsError } from './errors.ts';
import type { Machine } from './machine.ts';
import type { ExecutionStore, StoredMachine } from './store/execution-store.ts';

export interface NewMachine {
  readonly name: string;
  /** JSON text, or the value. */
  readonly definition: unknown;
  readonly roleArn?: string;
  /**
   * Checked by the first execution rather than now: for who registers many machines of its own making and runs few.
   * @default false, as Step Functions does
   */
  readonly checkLate?: boolean;
}

export interface RegisteredMachine {
  readonly stateMachineArn: string;
  readonly creationDate: Date;
}

/** The state machines of an engine, and every definition that an execution may still run, compiled once. */
export class MachineRegistry {
  readonly #store: ExecutionStore;
  readonly #clock: Clock;
  readonly #place: Place;
  readonly #machines = new Map<string, StoredMachine>();
  /** By the hash of the definition. */
  readonly #compiled = new Map<string, Machine>();

  constructor(store: ExecutionStore, clock: Clock, place: Place) {
    this.#store = store;
    this.#clock = clock;
    this.#place = place;
    for (const machine of store.machines()) this.#machines.set(machine.arn, machine);
  }

  async register(machine: NewMachine): Promise<RegisteredMachine> {
    const stored = this.#toStored(machine);
    const known = this.#machines.get(stored.arn);
    this.#machines.set(stored.arn, stored);
    const same = known?.definitionHash === stored.definitionHash && known.roleArn === stored.roleArn;
    if (!same) await this.#store.saveMachine(stored);
    return { stateMachineArn: stored.arn, creationDate: new Date(stored.createdAt) };
  }

  #toStored({ name, definition, roleArn, checkLate = false }: NewMachine): StoredMachine {
    requireName(name);
    const text = toDefinitionText(definition);
    const definitionHash = createHash('sha256').update(text).digest('hex');
    if (!checkLate) this.#compiled.set(definitionHash, loadMachine(text));
    const arn = stateMachineArn(this.#place, name);
    const { partition, accountId } = this.#place;
    return {
      arn,
      name,
      roleArn: roleArn ?? `arn:${partition}:iam::${accountId}:role/tourniquet`,
      createdAt: this.#machines.get(arn)?.createdAt ?? this.#clock.now(),
      definitionHash,
      definition: text,
    };
  }

  async create(machine: NewMachine): Promise<RegisteredMachine> {
    requireName(machine.name);
    const known = this.#machines.get(stateMachineArn(this.#place, machine.name));
    if (known && known.definition !== toDefinitionText(machine.definition)) {
      throw new StepFunctionsError(
        'StateMachineAlreadyExists',
        `State Machine Already Exists: '${known.arn}'`,
      );
    }
    return await this.register(machine);
  }

  list(): readonly StoredMachine[] {
    return [...this.#machines.values()];
  }

  has(arn: string): boolean {
    return this.#machines.has(arn);
  }

  /** Throws `InvalidArn` or `StateMachineDoesNotExist`. */
  get(arn: string): StoredMachine {
    requireMachineArn(arn);
    const machine = this.#machines.get(arn);
    if (!machine)
      throw new StepFunctionsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }

  /** The compiled definition of this hash, which may be an earlier one of its machine. */
  compile(hash: string): Machine {
    const known = this.#compiled.get(hash);
    if (known) return known;
    const machine = loadMachine(this.#store.definition(hash));
    this.#compiled.set(hash, machine);
    return machine;
  }
}
