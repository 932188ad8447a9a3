import { describe, expect, test } from 'vitest';
import { productionReason } from '../../../src/app/run/looks-like-production.js';
import { connectionSettings } from '../../../src/database/connection-settings.js';

const reason = (url: string, production?: boolean | string[]): string | undefined =>
  productionReason(connectionSettings(url, {}), { database: { production } });

describe('productionReason', () => {
  test.each([
    'postgres://db.abc.supabase.co/postgres',
    'postgres://aws-0-eu-central-1.pooler.supabase.com:6543/postgres',
    'postgres://shop.x.eu-west-1.rds.amazonaws.com/shop',
    'postgres://prod-db.internal/shop',
    'postgres://db.internal/shop_production',
    'postgres://live.example.com/shop',
  ])('takes %s for production', (url) => expect(reason(url)).toBeDefined());

  test.each([
    'postgres://localhost/prod',
    'postgres://127.0.0.1/live',
    'postgres:///prod?host=/tmp',
    'postgres://db.internal/products',
    'postgres://delivery.internal/shop',
    'pglite:./prod',
  ])('takes %s for none', (url) => expect(reason(url)).toBeUndefined());

  test('believes the config', () => {
    expect(reason('postgres://db.abc.supabase.co/postgres', false)).toBeUndefined();
    expect(reason('postgres://localhost/dev', true)).toContain('database.production');
    expect(reason('postgres://db7.internal/x', ['DB7'])).toContain('DB7');
    expect(reason('postgres://db8.internal/x_prod', ['db7'])).toBeUndefined();
  });

  test('says nothing of the password', () => {
    expect(reason('postgres://ann:secret@prod.example.com/shop')).not.toContain('secret');
  });
});
