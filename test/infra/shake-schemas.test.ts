import { expect, it } from 'vitest';
import { writeOutNames } from '../../infra/bundle/shake-schemas.ts';

it.each([
  ['var a = [3, { [_xN]: _i }];', 'var a = [3, { "xmlName": _i }];'],
  ['var a = { [_xN]: _c,\n  [_e]: 1 };', 'var a = { "xmlName": _c,\n  "error": 1 };'],
  ['var a = { [_other]: 1 };', 'var a = { [_other]: 1 };'],
])('writes out the names of members that are constants: %j', (source, expected) => {
  const constants = 'const _e = "error";\nconst _xN = "xmlName";\n';
  expect(writeOutNames(constants + source)).toBe(constants + expected);
});
