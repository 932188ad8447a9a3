import { isSetting } from './continue-journal.js';
import type { Step } from './plan.js';
import type { Refusal } from './refusal.js';

/** What needs a session of the server for itself, which a pooler that pools by transaction does not give. */
export const refusePooled = (steps: readonly Step[]): readonly Refusal[] =>
  steps.flatMap(({ migration, path, mode, statements }) => {
    if (mode === 'atomic') return [];
    const needy = statements.find(({ transaction, sql }) => transaction === 'none' || isSetting(sql));
    if (needy === undefined) return [];
    const what = needy.transaction === 'none' ? 'cannot run in a transaction' : 'sets something for the session';
    const message = `The statement on line ${needy.line} of ${migration} ${what}, and this connection is pooled by transaction. Connect to the server itself, or to a pooler in session mode.`;
    return [{ kind: 'needs-session', migration, path, message }];
  });
