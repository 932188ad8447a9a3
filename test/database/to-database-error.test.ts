import { expect, test } from 'vitest';
import { DatabaseError, isConnectionLoss } from '../../src/database/database-error.js';
import { toDatabaseError } from '../../src/database/to-database-error.js';

const driverError = (fields: object): Error => Object.assign(new Error('said the driver'), fields);

test('what the server says keeps its fields', () => {
  const fields = { severity: 'ERROR', code: '42601', position: '7', detail: 'why', hint: '', where: 'line 1' };
  const error = toDatabaseError(driverError(fields));
  expect(error).toMatchObject({
    sqlstate: '42601',
    message: 'said the driver',
    position: 7,
    detail: 'why',
    context: 'line 1',
  });
  expect(error.hint).toBeUndefined();
  expect(isConnectionLoss(error)).toBe(false);
});

test.each(['EPIPE', 'ECONNRESET', undefined])(
  'an error of the socket with the code %s is a lost connection',
  (code) => {
    const cause = driverError({ code });
    const error = toDatabaseError(cause);
    expect(error).toMatchObject({ sqlstate: '08006', cause });
    expect(isConnectionLoss(error)).toBe(true);
  },
);

test.each([
  ['57P01', true],
  ['57P03', true],
  ['08003', true],
  ['57014', false],
])('%s is a lost connection: %s', (sqlstate, lost) => {
  expect(isConnectionLoss(new DatabaseError({ sqlstate, message: '' }))).toBe(lost);
});
