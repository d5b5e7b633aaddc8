import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InvalidInput } from '../../core/errors.ts';
import type { ResourceKind } from '../../core/finding.ts';
import type { JsonObject } from '../../core/json.ts';
import { normalise } from '../../core/normalise/normalise.ts';
import { chooseActionFor, findSpec, typeFor } from '../../core/playbook/skeleton/choose-action.ts';
import { chooseType } from '../../core/playbook/skeleton/choose-type.ts';
import { makeSkeleton } from '../../core/playbook/skeleton/make-skeleton.ts';
import { primaryResource } from '../../core/dedupe/dedupe-key.ts';
import { catalog } from '../../tasks/actions/catalog.ts';
import { findExample } from './find-example.ts';
import { makeCases, schemaFrom } from './first-cases.ts';
import { compilePlaybook } from './read-playbook.ts';

export interface NewPlaybook {
  readonly id: string;
  readonly folder: string;
  readonly type: string | null;
  readonly action: string | null;
}

export interface WrittenPlaybook {
  readonly files: readonly string[];
  readonly action: string | null;
  /** What the action came to on the example, where it is not `applied`; null where it is, or where there is none. */
  readonly denied: string | null;
}

/**
 * Writes a playbook to start from, with two cases that pass: one in which it runs, one in which it does not.
 * @throws InvalidInput when it is there already, or when id, type or action are not usable.
 */
export async function writePlaybook({ id, folder, type, action }: NewPlaybook): Promise<WrittenPlaybook> {
  const place = join(folder, id);
  if (existsSync(place))
    throw new InvalidInput(`${place} is there already; choose another id, or take it away`);
  const asked = action === null ? null : findSpec(action, catalog);
  const beginning = type ?? typeFor(asked);
  const chosen = chooseType(beginning);
  const example = await findExample(beginning, chosen.example);
  const { kinds, kind } = readKinds(example.event);
  const spec = chooseActionFor(kinds, asked, catalog);
  const skeleton = makeSkeleton({ id, type: chosen, kind, action: spec });
  const file = join(place, 'playbook.json');
  const read = compilePlaybook(file, skeleton);
  if (!read.ok) throw new InvalidInput(`no playbook can be made of this: ${read.problems.join('; ')}`);
  const cases = join(place, 'cases');
  const { high, low, denied } = await makeCases(read.loaded, example, cases);
  const files: readonly (readonly [string, JsonObject])[] = [
    [file, { $schema: schemaFrom(place, 'playbook.schema.json'), ...skeleton }],
    [join(cases, 'high.json'), high],
    [join(cases, 'low.json'), low],
  ];
  for (const [path, content] of files) {
    // oxlint-disable-next-line no-await-in-loop
    await mkdir(dirname(path), { recursive: true });
    // oxlint-disable-next-line no-await-in-loop
    await writeFile(path, `${JSON.stringify(content, null, 2)}\n`, { flag: 'wx' });
  }
  return { files: files.map(([path]) => path), action: spec?.id ?? null, denied };
}

const origin = { via: 'file', account: null, trusted: true } as const;

function readKinds(event: JsonObject): {
  readonly kinds: readonly ResourceKind[];
  readonly kind: ResourceKind;
} {
  const read = normalise(event, { origin, raw: '', now: 0 });
  const [finding] = read.kind === 'findings' ? read.findings : [];
  if (finding === undefined) throw new TypeError('the example is no finding');
  const { kind } = primaryResource(finding);
  return { kinds: [kind, ...finding.resources.map((resource) => resource.kind)], kind };
}
