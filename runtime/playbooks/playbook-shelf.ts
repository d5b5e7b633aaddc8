import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ShadowRequest } from '../../core/api/playbooks.ts';
import { findingIdentity } from '../../core/dedupe/finding-identity.ts';
import { Busy, NotFound } from '../../core/errors.ts';
import type { Finding } from '../../core/finding.ts';
import { suggest } from '../../core/problem/nearest-name.ts';
import type { PlaybookShelf } from '../../tasks/api/playbooks/shelf.ts';
import type { Home } from '../home/home.ts';
import { readExamples } from './examples.ts';
import { loadText, savePlaybook } from './save-playbook.ts';
import { shadowInChild } from './shadow-in-child.ts';
import type { ShadowGiven } from './shadow-run.ts';

interface ShelfConfig {
  readonly home: Home;
  readonly folder: string;
  /** Who saved what: for whoever runs the server. */
  readonly tell: (line: string) => void;
}

/** Each takes a home and a process of its own: memory, and a processor for a second. */
const mostShadowRuns = 4;

/** The playbooks of an embedded home, in their folder. */
export function createPlaybookShelf({ home, folder, tell }: ShelfConfig): PlaybookShelf {
  const examples = once(readExamples);
  let saving: Promise<void> = Promise.resolve();
  let shadowRuns = 0;
  return {
    list: () => home.library.playbooks,
    casesOf: async (id) => {
      const found = home.library.playbooks.find(({ playbook }) => playbook.id === id);
      return found === undefined ? [] : await listCases(found.file);
    },
    examples: async () => (await examples()).map(({ findings: _, ...example }) => example),
    async save(asked) {
      // One after another, so that of two who began with the same text one is refused.
      const saved = saving.then(async () => await savePlaybook({ home, folder }, asked));
      saving = saved.catch(() => undefined);
      await saved;
      tell(`playbook ${asked.id} was saved by ${asked.by}; the next run uses it`);
    },
    async shadowRun({ text, finding: of }) {
      if (shadowRuns >= mostShadowRuns)
        throw new Busy('others try out playbooks just now; try again in a moment');
      shadowRuns += 1;
      try {
        const given = 'incident' in of ? await ofIncident(home, of.incident) : await ofExample(examples, of);
        const { playbooks } = home.library;
        const { config } = home.setting;
        const job = { config, playbooks, now: Date.now(), given: { loaded: loadText(text), ...given } };
        return await shadowInChild(job);
      } finally {
        shadowRuns -= 1;
      }
    },
  };
}

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return async () => await (made ??= make());
};

async function listCases(file: string): Promise<readonly string[]> {
  const names = await readdir(join(dirname(file), 'cases')).catch(() => []);
  return names
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .toSorted();
}

type Subject = Omit<ShadowGiven, 'loaded'>;

/** Its newest finding, and what triggers are held against as the incident stands now. */
async function ofIncident({ stores }: Home, id: string): Promise<Subject> {
  const incident = await stores.incidents.get(id);
  if (incident === null) throw new NotFound(`there is no incident ${id}`);
  const stored = await Promise.all(
    incident.findings.map((finding) => stores.findings.get(findingIdentity(finding, incident))),
  );
  const [newest] = stored
    .filter((one) => one !== null)
    .toSorted((a, b) => (a.finding.updatedAt < b.finding.updatedAt ? 1 : -1));
  if (newest === undefined) throw new NotFound(`no finding of incident ${id} is stored yet`);
  const { finding, risk } = newest;
  return { finding, subject: { finding, risk, incident } };
}

async function ofExample(
  examples: () => Promise<readonly { readonly id: string; readonly findings: readonly Finding[] }[]>,
  { example }: Extract<ShadowRequest['finding'], { readonly example: string }>,
): Promise<Subject> {
  const all = await examples();
  const finding = all.find(({ id }) => id === example)?.findings[0];
  if (finding !== undefined) return { finding, subject: null };
  const ids = all.map(({ id }) => id);
  throw new NotFound(`there is no example ${example}; ${suggest(example, ids, 'take an incident')}`);
}
