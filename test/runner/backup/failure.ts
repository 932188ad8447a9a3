import { PgairlockError } from '../../../src/core/error.js';

/** The error of the promise, which must be one of ours. */
export const failure = (promise: Promise<unknown>): Promise<PgairlockError> =>
  promise.then(
    () => {
      throw new Error('expected a failure');
    },
    (error: unknown) => {
      if (error instanceof PgairlockError) return error;
      throw error;
    },
  );
