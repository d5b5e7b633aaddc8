import { createEngine, createSqliteStore, createSystemClock } from '../../runtime/asl/index.ts';
import { openDatabase } from '../../runtime/store/database.ts';
import { createCrashLoad } from './engine-crash-load.ts';

/**
 * The process that is killed: goes on with what an earlier one left in the database, or starts the load, and ends
 * by itself once every execution has ended. `engine-crash-worker.ts <database> <executions>`.
 */
const [path = '', count = '0'] = process.argv.slice(2);
const database = openDatabase(path);
const load = createCrashLoad(database);
const engine = createEngine({
  store: createSqliteStore(database),
  clock: createSystemClock(),
  invokeTask: load.invokeTask,
});
load.answerTokens(engine);
const { stateMachineArn } = await engine.registerStateMachine({ name: 'crash', definition: load.definition });
engine.resume();
const executions = await Promise.all(
  Array.from({ length: Number(count) }, async (_, index) => {
    const request = { stateMachineArn, name: `execution-${index}`, input: JSON.stringify({ n: index }) };
    const executionArn = stateMachineArn.replace(':stateMachine:', ':execution:') + `:${request.name}`;
    await engine.start(request).catch((error: unknown) => {
      if ((error as Error).name !== 'ExecutionAlreadyExists') throw error;
    });
    return executionArn;
  }),
);
await Promise.all(executions.map((executionArn) => engine.waitForEnd({ executionArn })));
engine.close();
database.close();
