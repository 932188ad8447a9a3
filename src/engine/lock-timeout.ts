import { isUnlimited } from '../core/duration.js';
import type { RuleContext } from './rule.js';

/** A statement gives up after a while instead of waiting for its locks, and those behind it, for as long as it takes. */
export function hasLockTimeout({ session, project }: Pick<RuleContext<unknown>, 'session' | 'project'>): boolean {
  const value = session.settings.get('lock_timeout');
  return value === undefined ? project.lockTimeoutSet : !isUnlimited(value);
}
