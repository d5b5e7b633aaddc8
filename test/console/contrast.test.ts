import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../console/src/style/tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g)].map(
    ([, name = '', light = '', dark = '', both]) => [name, { light: both ?? light, dark: both ?? dark }],
  ),
);

const schemes = ['light', 'dark'] as const;

function colour(name: string, scheme: (typeof schemes)[number]): string {
  const token = tokens.get(name);
  if (token === undefined) throw new Error(`tokens.css has no colour --${name}`);
  return token[scheme];
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['canvas', 'surface', 'raised'];
const tones = ['critical', 'bad', 'warn', 'good', 'info', 'ask', 'calm'];
const texts = [
  'text',
  'text-dim',
  'link',
  'brand',
  ...tones,
  'code-key',
  'code-string',
  'code-number',
  'code-word',
];
const charts = ['informational', 'low', 'medium', 'high', 'critical'].map((name) => `chart-${name}`);

const pairs: readonly (readonly [front: string, ground: string, least: number])[] = [
  ...texts.flatMap((text) => grounds.map((ground) => [text, ground, 4.5] as const)),
  ...tones.flatMap((tone) => [tone, 'text'].map((text) => [text, `${tone}-tint`, 4.5] as const)),
  ...['button', 'button-danger', 'button-go'].map((button) => ['on-button', button, 4.5] as const),
  // Edges of fields, the ring of the focus, bars of charts.
  ...['line-strong', 'focus', ...charts].flatMap((part) =>
    ['canvas', 'surface'].map((ground) => [part, ground, 3] as const),
  ),
];

describe.each(schemes)('in the %s scheme', (scheme) => {
  it.each(pairs)('%s on %s has a contrast of at least %f', (front, ground, least) => {
    expect(contrast(colour(front, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(least);
  });
});
