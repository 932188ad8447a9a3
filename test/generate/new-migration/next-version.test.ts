import { describe, expect, test } from 'vitest';
import { nextVersion } from '../../../src/generate/new-migration/next-version.js';

const now = new Date('2026-03-04T05:06:07.890Z');

describe('nextVersion', () => {
  test.each([
    ['plain', ['0001', '0009'], '0010'],
    ['plain', ['9'], '10'],
    ['flyway', ['1.1', '1.2'], '1.3'],
    ['tern', [], '001'],
    ['plain', [], '20260304050607'],
    ['supabase', ['20991231235959'], '21000101000000'],
    ['supabase', ['20990101000075'], '20990101000076'],
    ['node-pg-migrate', ['20990101000059999'], '20990101000100000'],
    ['umzug', ['2099.01.01T00.00.59'], '2099.01.01T00.01.00'],
    ['diesel', ['2099-01-01-235959'], '2099-01-02-000000'],
    ['hasura', ['4102444800000'], '4102444800001'],
    ['hasura', [], '1772600767890'],
    ['supabase', ['20260101000000'], '20260304050607'],
    ['supabase', ['20990101000000'], '20990101000001'],
    ['node-pg-migrate', ['1700000000000'], '1772600767890'],
    ['goose', ['1700000000'], '1772600767'],
    ['node-pg-migrate', ['20260101000000000'], '20260304050607890'],
    ['umzug', ['2026.01.01T00.00.00'], '2026.03.04T05.06.07'],
    ['diesel', ['2026-01-01-000000'], '2026-03-04-050607'],
  ])('of the format %s after %j is %s', (format, versions, expected) => {
    expect(nextVersion(format, versions, now)).toBe(expected);
  });
});
