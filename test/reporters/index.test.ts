import { expect, test } from 'vitest';
import { reporters } from '../../src/reporters/index.js';
import { env, fullReport } from './report-fixture.js';

test.each(Object.entries(reporters))('%s names no folder of this machine and ends its last line', (_, reporter) => {
  const text = reporter(fullReport, env);
  expect(text).not.toContain('/w/');
  expect(text).not.toContain('\u001b');
  expect(text.endsWith('\n')).toBe(true);
});
