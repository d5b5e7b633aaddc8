import { type Command, InvalidArgumentError, Option } from 'commander';
import { fillParameters } from '../../../core/lake/sql-text.ts';
import type { Answer } from '../../../core/ports/queries.ts';
import type { AccountKind } from '../../store/account-kind.ts';
import { findQuery, readNamedQueries } from '../../lake/named-queries.ts';
import { openQueries } from '../open-queries.ts';
import { answerAsCsv, answerAsJson, renderAnswer } from '../render/answer.ts';
import { describeScan, renderQueryList } from '../render/query-list.ts';
import { sinceOption } from '../since-option.ts';
import type { Terminal } from '../terminal.ts';

interface QueryOptions {
  readonly db?: string;
  readonly account: AccountKind;
  readonly config?: string;
  readonly since: string;
  readonly limit: number;
  readonly timeout: number;
  readonly json?: true;
  readonly csv?: true;
}

export function addQueryCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('query')
    .description('ask the lake of log records: by the name of a query, or in SQL')
    .argument('[query]', 'a name of the list below, or a SELECT in quotes (default: the list)')
    .option('--db <file>', 'the database beside which the lake lies; a server may be working on it')
    .addOption(sinceOption('7d'))
    .option('--limit <rows>', 'at most so many rows', parseCount, 50)
    .addOption(
      new Option('--account <kind>', 'the lake of an embedded home, or that on AWS, in Athena')
        .choices(['simulated', 'aws'])
        .default('simulated'),
    )
    .option('--timeout <seconds>', 'how long it may take', parseCount, 60)
    .option('--config <file>', 'configuration (default: tourniquet.config.json, where it is there)')
    .option('--json', 'print the rows as JSON')
    .addOption(new Option('--csv', 'print the rows as CSV').conflicts('json'))
    .addHelpText('after', () => `\n${renderQueryList(terminal, readNamedQueries())}\n\n${sqlHelp}`);
  command.action(async (asked: string | undefined, options: QueryOptions) => {
    if (asked === undefined) return terminal.out(renderQueryList(terminal, readNamedQueries()));
    if (options.account === 'simulated' && options.db === undefined)
      command.error("error: required option '--db <file>' not specified; or ask AWS with --account aws");
    return await query(asked, options, terminal);
  });
}

const sqlHelp = `\
SQL may name :since, :since_day and :limit, the table events (the lake's rows; docs/ingest.md has its columns) and,
embedded, incidents. It is only read, and nothing else on this machine is.
  tourniquet query "SELECT action, count(*) AS n FROM events WHERE event_time >= :since GROUP BY 1 ORDER BY n DESC" --db FILE`;

function parseCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 1_000_000) return count;
  throw new InvalidArgumentError('It is no number from 1 to 1000000.');
}

async function query(asked: string, options: QueryOptions, terminal: Terminal): Promise<void> {
  const sql = fillParameters(findQuery(asked), options);
  const { queries, close } = await openQueries(options);
  try {
    const answer = await queries.ask(sql, { mostRows: options.limit, longest: options.timeout * 1000 });
    print(answer, options, terminal);
  } finally {
    close();
  }
}

function print(answer: Answer, { json, csv, limit }: QueryOptions, terminal: Terminal): void {
  if (json) terminal.out(answerAsJson(answer));
  else if (csv) terminal.out(answerAsCsv(answer));
  else terminal.out(answer.rows.length === 0 ? 'Nothing was found.' : renderAnswer(terminal, answer));
  const { scannedBytes } = answer;
  if (answer.isCut) terminal.err(`There is more than these ${limit} rows; --limit asks for more.`);
  if (scannedBytes !== undefined) terminal.err(describeScan(scannedBytes));
}
