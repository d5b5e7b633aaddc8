import { type Command, InvalidArgumentError } from 'commander';
import { estimateCost } from '../../../core/cost/estimate-cost.ts';
import { sizeStream } from '../../../core/cost/size-stream.ts';
import type { Stack } from '../../../core/cost/template.ts';
import { readPrices } from '../read-prices.ts';
import { readStacks, synthesiseStacks } from '../../cost/read-stacks.ts';
import { renderCost } from '../render/cost.ts';
import { renderStreamSizes } from '../render/stream-size.ts';
import type { Terminal } from '../terminal.ts';

interface CostOptions {
  readonly templates?: string;
  readonly prices?: string;
  readonly findings: number;
  readonly contained: number;
  readonly regions: number;
  readonly accounts: number;
  readonly json: boolean;
  readonly events?: readonly number[];
}

export function addCostCommand(program: Command, terminal: Terminal): void {
  program
    .command('cost')
    .description('estimate what the stacks cost on AWS: idle, and by what they do')
    .option('--findings <n>', 'findings a month that no playbook answers', countFrom(0), 1000)
    .option('--contained <n>', 'incidents a month that are contained', countFrom(0), 100)
    .option('--regions <n>', 'Regions that findings come from', countFrom(1), 1)
    .option('--accounts <n>', 'accounts that are answered for', countFrom(1), 1)
    .option('--templates <folder>', 'synthesised templates, such as cdk.out (default: they are made anew)')
    .option('--prices <file>', 'prices (default: those that ship, of us-east-1)')
    .option(
      '--events <rate...>',
      'instead: what so many log records a second take, from a stream to the lake',
      collectRates,
    )
    .option('--json', 'print the estimate as JSON, with every line and what was counted', false)
    .action(async ({ templates, prices: file, json, events, ...volumes }: CostOptions) => {
      const prices = await readPrices(file);
      if (events !== undefined) {
        const sizes = events.map((rate) => sizeStream(rate, prices));
        return terminal.out(
          json ? JSON.stringify(sizes, null, 2) : renderStreamSizes(terminal, sizes, prices),
        );
      }
      const stacks = await (templates === undefined ? synthesise(terminal) : readStacks(templates));
      // With it comes the whole workflow, for which --help need not wait.
      const { measureUsage } = await import('../../cost/measure-usage.ts');
      const estimate = estimateCost({ stacks, prices, measured: await measureUsage(), volumes });
      return terminal.out(json ? JSON.stringify(estimate, null, 2) : renderCost(terminal, estimate, prices));
    });
}

async function synthesise({ lively, err, paint }: Terminal): Promise<readonly Stack[]> {
  if (lively) err(paint('dim', 'Synthesising the stacks; --templates cdk.out takes those that are there …'));
  return await synthesiseStacks();
}

const countFrom = (least: number) => (text: string) => {
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new InvalidArgumentError(`Give a whole number from ${least} on.`);
};

/** One or more, each a number of its own. */
const collectRates = (text: string, before: readonly number[] = []): readonly number[] => [
  ...before,
  countFrom(1)(text),
];
