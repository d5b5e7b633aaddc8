export { createSystemClock } from './clock.ts';
export { InvalidDefinition, type DefinitionProblem } from './definition/problems.ts';
export { createEngine, type Engine, type EngineOptions, type ExecutionDescription } from './engine.ts';
export { StepFunctionsError } from './errors.ts';
export type { InvokeTask, TaskCall, TaskResult } from './invoke-task.ts';
export type { HistoryEvent } from './render-history.ts';
export { runStateMachine, type RunOptions, type RunResult } from './run-state-machine.ts';
export { createMemoryStore } from './store/memory-store.ts';
export { createSqliteStore } from './store/sqlite-store.ts';
