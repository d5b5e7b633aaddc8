import type { Clock } from '../../core/ports/clock.ts';
import type { ExecutionItem, StepFunctions } from '../../core/ports/step-functions.ts';

type Request = Parameters<StepFunctions['listExecutions']>[0];
type Listed = Awaited<ReturnType<StepFunctions['listExecutions']>>;

/** ListExecutions of one machine, newest first. */
export type ListPage = (request: Request & { readonly stateMachineArn: string }) => Promise<Listed>;

interface ListAllConfig {
  readonly listPage: ListPage;
  /** ARNs. */
  readonly machines: readonly string[];
  readonly clock: Clock;
}

/** ListExecutions may be called a few times a second, and each page here is a call for each machine: consoles that ask again and again share one answer. */
const freshMs = 10_000;
const mostAtOnce = 1000;

/**
 * The executions of all machines as one list, which Step Functions does not have. A token is a place in it, by start and
 * ARN: it stays good however many start meanwhile. Far back it costs one call for each thousand executions before.
 */
export function createListAll({ listPage, machines, clock }: ListAllConfig) {
  const fresh = new Map<string, { readonly at: number; readonly page: Promise<Listed> }>();
  const read = async (request: Omit<Request, 'stateMachineArn'>): Promise<Listed> => {
    const { nextToken, maxResults, ...rest } = request;
    const beyond = nextToken === undefined ? null : readPlace(nextToken);
    const atOnce = beyond === null ? maxResults : mostAtOnce;
    const lanes = machines.map((stateMachineArn) =>
      openLane(
        (token) =>
          listPage({ ...rest, stateMachineArn, maxResults: atOnce, ...(token && { nextToken: token }) }),
        beyond,
      ),
    );
    return await merge(lanes, maxResults);
  };
  return async (request: Omit<Request, 'stateMachineArn'>): Promise<Listed> => {
    if (request.nextToken !== undefined) return await read(request);
    const key = `${request.statusFilter ?? ''}/${request.maxResults}`;
    const known = fresh.get(key);
    if (known !== undefined && clock.now() - known.at < freshMs) return await known.page;
    const page = read(request);
    fresh.set(key, { at: clock.now(), page });
    page.catch(() => fresh.delete(key));
    return await page;
  };
}

/** One machine's executions, as far as they were read. */
interface Lane {
  readonly items: ExecutionItem[];
  /** Whatever started after it was read; -Infinity: everything was. Epoch milliseconds. */
  readTo: number;
  readonly readOn: () => Promise<void>;
}

function openLane(listPage: (token?: string) => Promise<Listed>, beyond: Place | null): Lane {
  let token: string | undefined;
  const lane: Lane = {
    items: [],
    readTo: Number.POSITIVE_INFINITY,
    async readOn() {
      const { executions, nextToken } = await listPage(token);
      lane.items.push(...executions.filter((one) => beyond === null || compare(placeOf(one), beyond) > 0));
      token = nextToken;
      lane.readTo =
        nextToken === undefined
          ? Number.NEGATIVE_INFINITY
          : (executions.at(-1)?.startDate.getTime() ?? lane.readTo);
    },
  };
  return lane;
}

/** The newest of all lanes. What started at the moment that a lane was read to may have company on its next page. */
async function merge(lanes: readonly Lane[], most: number): Promise<Listed> {
  await Promise.all(lanes.map((lane) => lane.readOn()));
  for (;;) {
    const readTo = Math.max(Number.NEGATIVE_INFINITY, ...lanes.map((lane) => lane.readTo));
    const whole = lanes
      .flatMap(({ items }) => items)
      .filter(({ startDate }) => startDate.getTime() > readTo)
      .toSorted((a, b) => compare(placeOf(a), placeOf(b)));
    const isAll = readTo === Number.NEGATIVE_INFINITY;
    if (whole.length >= most || isAll) {
      const executions = whole.slice(0, most);
      const last = executions.at(-1);
      const hasMore = whole.length > most || !isAll;
      return { executions, ...(hasMore && last && { nextToken: writePlace(placeOf(last)) }) };
    }
    // Those that were read the least far, until they have caught up.
    // oxlint-disable-next-line no-await-in-loop
    await Promise.all(lanes.filter((lane) => lane.readTo === readTo).map((lane) => lane.readOn()));
  }
}

/** In the list: the later the start, the further to the front. */
interface Place {
  readonly at: number;
  readonly arn: string;
}

const placeOf = ({ startDate, executionArn }: ExecutionItem): Place => ({
  at: startDate.getTime(),
  arn: executionArn,
});

const compare = (a: Place, b: Place): number => b.at - a.at || (a.arn < b.arn ? -1 : a.arn > b.arn ? 1 : 0);

const writePlace = ({ at, arn }: Place): string => Buffer.from(`${at} ${arn}`).toString('base64url');

/** @throws InvalidToken, as Step Functions does. */
function readPlace(token: string): Place {
  const [, at, arn] = /^(\d{1,15}) (arn:\S+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (at === undefined || arn === undefined)
    throw Object.assign(new Error('Invalid Token'), { name: 'InvalidToken' });
  return { at: Number(at), arn };
}
