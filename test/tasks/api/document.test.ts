import { expect, it } from 'vitest';
import { createApi } from '../../../tasks/api/app.ts';
import { declareRoutes } from '../../../tasks/api/routes/index.ts';
import { makeApiPorts } from '../../support/api.ts';

interface Operation {
  readonly summary?: string;
  readonly operationId: string;
  readonly security: readonly object[];
  readonly 'x-role'?: string;
}

async function readDocument() {
  const response = await createApi(makeApiPorts({ identify: async () => null })).request('/api/openapi.json');
  return (await response.json()) as {
    readonly openapi: string;
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
}

it('has every route, what it is for and the role that it needs', async () => {
  const { openapi, paths } = await readDocument();
  expect(openapi).toBe('3.1.0');
  for (const { spec } of declareRoutes(makeApiPorts())) {
    const operation = paths[spec.path]?.[spec.method];
    expect(operation).toMatchObject({ summary: spec.summary, 'x-role': spec.role });
    expect(operation?.security).toHaveLength(spec.role === 'anyone' ? 0 : 2);
  }
});

it('calls each operation by a name of its own', async () => {
  const ids = Object.values((await readDocument()).paths)
    .flatMap((methods) => Object.values(methods))
    .map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

it('refers only to what it has', async () => {
  const document = await readDocument();
  const references = [...JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/(\w+)"/g)];
  expect(references.length).toBeGreaterThan(0);
  for (const [, kind = '', name = ''] of references) expect(document.components[kind]).toHaveProperty(name);
  for (const name of ['token', 'session'])
    expect(document.components['securitySchemes']).toHaveProperty(name);
});

it('has the pages that links of messages lead to', async () => {
  expect(Object.keys((await readDocument()).paths['/approve/{link}'] ?? {})).toEqual(['get', 'post']);
});
