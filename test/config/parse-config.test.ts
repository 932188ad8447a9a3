import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseConfig } from '../../src/config/parse-config.js';
import { configSchema } from '../../src/config/schema.js';

const ruleNames = ['drop-table', 'drop-column'];
const parse = (value: unknown) => parseConfig(value, 'c.json', ruleNames);

describe('parseConfig', () => {
  it('accepts levels with and without options', () => {
    const config = { rules: { 'drop-table': 'off', 'drop-column': ['warning', { allow: ['a'] }] }, postgres: 17 };
    expect(parse(config)).toEqual(config);
  });

  it('accepts an empty file', () => {
    expect(parse(undefined)).toEqual({});
  });

  it.each([
    [{ presett: 'strict' }, 'c.json: unknown key "presett". Did you mean "preset"?'],
    [{ zzz: 1 }, 'c.json: unknown key "zzz".'],
    [
      { preset: 'strct' },
      'c.json: "preset": expected "recommended", "strict", "supabase", got "strct". Did you mean "strict"?',
    ],
    [{ rules: { 'drop-tabel': 'off' } }, 'c.json: unknown rule "drop-tabel" in "rules". Did you mean "drop-table"?'],
    [
      { rules: { 'drop-table': 'warn' } },
      'c.json: "rules.drop-table": expected "off", "info", "warning", "error" or [level, options], got "warn". Did you mean "warning"?',
    ],
    [
      { rules: { 'drop-table': ['eror', {}] } },
      'c.json: "rules.drop-table": expected "off", "info", "warning", "error" or [level, options], got ["eror",{}]. Did you mean "error"?',
    ],
    [{ postgres: 11 }, 'c.json: "postgres": expected a major version of PostgreSQL from 12 to 18, got 11.'],
    [{ postgres: '15' }, 'c.json: "postgres": expected number, got "15".'],
    [{ ignore: ['a', 1] }, 'c.json: "ignore.1": expected string, got 1.'],
    [{ maxWarnings: -1 }, /"maxWarnings": .*got -1\.$/],
    [[], 'c.json: expected an object of settings.'],
  ])('refuses %j', (value, message) => {
    expect(() => parse(value)).toThrow(
      expect.objectContaining({
        code: 'config-invalid',
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      }),
    );
  });
});

describe('configSchema', () => {
  it('describes every key, for editors', () => {
    const { properties = {} } = z.toJSONSchema(configSchema, { io: 'input' });
    const undescribed = Object.entries(properties).filter(
      ([, value]) => typeof value === 'boolean' || !value.description,
    );
    expect(undescribed).toEqual([]);
  });
});
