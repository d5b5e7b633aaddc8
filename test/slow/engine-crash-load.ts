import type { Json } from '../../core/json.ts';
import type { Engine, InvokeTask } from '../../runtime/asl/index.ts';
import type { Database } from '../../runtime/store/database.ts';

const lambda = 'arn:aws:states:::lambda:invoke';

/** Waits, retries, a Map two at a time, and a token that somebody else sends back. */
const definition: Json = {
  QueryLanguage: 'JSONata',
  StartAt: 'Remember',
  States: {
    Remember: { Type: 'Pass', Assign: { n: '{% $states.input.n %}' }, Next: 'All' },
    All: {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Flaky',
          States: {
            Flaky: {
              Type: 'Task',
              Resource: lambda,
              Arguments: { double: '{% $n %}' },
              Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 2, BackoffRate: 1.5, MaxAttempts: 3 }],
              End: true,
            },
          },
        },
        {
          StartAt: 'Ask',
          States: {
            Ask: {
              Type: 'Task',
              Resource: `${lambda}.waitForTaskToken`,
              Arguments: { token: '{% $states.context.Task.Token %}' },
              End: true,
            },
          },
        },
        {
          StartAt: 'Each',
          States: {
            Each: {
              Type: 'Map',
              Items: '{% [1..12] %}',
              MaxConcurrency: 2,
              ItemProcessor: {
                StartAt: 'Nap',
                States: {
                  Nap: { Type: 'Wait', Seconds: '{% 2 + $states.input % 3 %}', Next: 'Multiply' },
                  Multiply: {
                    Type: 'Task',
                    Resource: lambda,
                    Arguments: { double: '{% $states.input * $n %}' },
                    End: true,
                  },
                },
              },
              End: true,
            },
          },
        },
      ],
      Output: { n: '{% $n %}', all: '{% $states.result %}' },
      End: true,
    },
  },
};

/** What every execution must come to, however often its process is killed. */
export const expectedOutput = (n: number): string =>
  JSON.stringify({
    n,
    all: [2 * n, 'answered', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((item) => 2 * item * n)],
  });

export interface CrashLoad {
  readonly definition: Json;
  readonly invokeTask: InvokeTask;
  /** Sends back each token a little after it was handed out, also those that a dead process had taken. */
  answerTokens(engine: Engine): void;
}

export function createCrashLoad(database: Database): CrashLoad {
  database.sqlite.exec('CREATE TABLE IF NOT EXISTS open_token (token TEXT PRIMARY KEY) STRICT');
  const keep = database.sqlite.prepare('INSERT OR IGNORE INTO open_token (token) VALUES (?)');
  const forget = database.sqlite.prepare('DELETE FROM open_token WHERE token = ?');
  let answer: (token: string) => void = () => undefined;

  const invokeTask: InvokeTask = async ({ state, parameters, attempt, taskToken }) => {
    if (taskToken !== undefined) {
      await database.write(() => keep.run(taskToken));
      setTimeout(() => answer(taskToken), 900);
      return { output: {} };
    }
    if (state === 'Flaky' && attempt < 3) throw { error: 'Flaky', cause: `attempt ${attempt}` };
    return { output: 2 * (parameters as { readonly double: number }).double };
  };

  function answerTokens(engine: Engine): void {
    const send = async (taskToken: string): Promise<void> => {
      await engine.sendTaskSuccess({ taskToken, output: '"answered"' }).catch((error: unknown) => {
        if ((error as Error).name !== 'TaskTimedOut') throw error;
      });
      await database.write(() => forget.run(taskToken));
    };
    answer = (token) => void send(token);
    for (const row of database.sqlite.prepare('SELECT token FROM open_token').all()) {
      setTimeout(() => answer(String(row['token'])), 300);
    }
  }

  return { definition, invokeTask, answerTokens };
}
