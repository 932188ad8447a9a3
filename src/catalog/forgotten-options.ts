import type { CreateFunction, OperationOf, Options } from '../sql/operation.js';
import type { ForgottenOptions, Routine, Written } from './model.js';

const orNothing = (forgotten: ForgottenOptions): ForgottenOptions | undefined =>
  forgotten.securityDefiner || Object.keys(forgotten.settings).length > 0 ? forgotten : undefined;

const without = (settings: Options, names: Readonly<Record<string, unknown>>): Options =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => !Object.hasOwn(names, name)));

/**
 * What the routine had and CREATE OR REPLACE does not say again: the server takes SECURITY DEFINER and the SET clauses
 * from the new statement alone. What an earlier replacement forgot stays so until a statement says it.
 * @see https://www.postgresql.org/docs/current/sql-createfunction.html
 */
export function forgottenBy(existing: Routine, op: CreateFunction, writtenAt: Written): ForgottenOptions | undefined {
  const { forgotten } = existing;
  const settings = without({ ...forgotten?.settings, ...existing.settings }, op.settings);
  const wasDefiner = existing.security === 'definer' || forgotten?.securityDefiner === true;
  const forgetsMore =
    (existing.security === 'definer' && !op.securityWritten) ||
    Object.keys(existing.settings).some((name) => Object.hasOwn(settings, name));
  return orNothing({
    securityDefiner: wasDefiner && !op.securityWritten,
    settings,
    writtenAt: forgetsMore ? writtenAt : (forgotten?.writtenAt ?? writtenAt),
  });
}

/** ALTER FUNCTION says anew what it speaks of, also where it takes it away on purpose. */
export const stillForgotten = (
  forgotten: ForgottenOptions,
  op: OperationOf<'alterFunction'>,
): ForgottenOptions | undefined =>
  orNothing({
    ...forgotten,
    securityDefiner: forgotten.securityDefiner && op.security === undefined,
    settings: 'all' in op.settings ? {} : without(forgotten.settings, op.settings),
  });
