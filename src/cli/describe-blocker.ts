import type { Blocker } from '../runner/execute/lock-watch.js';

/** `process 812 (psql, user ann, idle in transaction, its statement began 2026-01-31 09:15:02+00)`. */
export function describeBlocker({ pid, user, application, state, since, kind }: Blocker): string {
  const facts = [
    kind === 'client backend' ? '' : kind,
    application,
    user === '' ? '' : `user ${user}`,
    state,
    since === '' ? '' : `its statement began ${since}`,
  ];
  return `process ${pid} (${facts.filter((fact) => fact !== '').join(', ')})`;
}
