import { createCatalog, type ReplayCatalog } from '../../src/catalog/replay-catalog.js';
import type { TransactionModel } from '../../src/core/migration.js';
import type { ServerVersion, TargetServer } from '../../src/core/server.js';
import { combine } from '../../src/effects/combine.js';
import type { Effects } from '../../src/effects/effects.js';
import { effectsOf } from '../../src/effects/effects-of.js';
import type { Session } from '../../src/effects/session.js';
import { createSessionTracker } from '../../src/effects/session-tracker.js';
import { loadLibpgQuery } from '../../src/sql/libpg-query/adapter.js';
import { readScript } from '../../src/sql/read-script.js';

const parser = await loadLibpgQuery();

export interface Seen {
  /** Of each statement of the last unit, its operations taken together. */
  readonly statements: readonly Effects[];
  /** What the parser refused, in its words. */
  readonly problems: readonly string[];
  /** The session just before each statement of the last unit. */
  readonly sessions: readonly Pick<Session, 'transaction' | 'statementsInTransaction'>[];
}

export interface Run {
  readonly server?: Partial<TargetServer>;
  readonly model?: TransactionModel;
  /** Tables that no unit makes exist and are unknown. */
  readonly alone?: boolean;
}

/** Replays the units one after the other, and says what the last one does. */
export function effectsOfLast(units: readonly string[], { server, model = 'transaction', alone }: Run = {}): Seen {
  const catalog = createCatalog({ complete: alone !== true, supabase: false });
  const target: TargetServer = { version: 15, timeZone: 'UTC', ...server };
  let seen: Seen = { statements: [], problems: [], sessions: [] };
  for (const [at, sql] of units.entries()) {
    seen = runUnit(sql, catalog, target, at === units.length - 1 ? model : 'transaction');
  }
  return seen;
}

function runUnit(sql: string, catalog: ReplayCatalog, server: TargetServer, model: TransactionModel): Seen {
  const script = readScript(sql, parser);
  const tracker = createSessionTracker(server);
  const { session } = tracker;
  const sessions: Seen['sessions'][number][] = [];
  catalog.beginUnit(model);
  tracker.beginFile(model, script.statements.length);
  const statements = script.statements.map((statement) => {
    sessions.push({ transaction: session.transaction, statementsInTransaction: session.statementsInTransaction });
    const effects = statement.operations.map((op) => {
      const effect = effectsOf(op, { catalog, session, server, statement });
      catalog.apply(op, script.text);
      tracker.advance(op, effect, catalog);
      return effect;
    });
    tracker.endStatement();
    return combine(effects);
  });
  tracker.endFile();
  catalog.endUnit();
  return { statements, problems: script.problems.map(({ message }) => message), sessions };
}

/** The versions of a measured range, both ends included. */
export const versionsOf = ([from, to]: readonly number[]): readonly ServerVersion[] =>
  ([12, 13, 14, 15, 16, 17, 18] as const).filter((version) => version >= (from ?? 12) && version <= (to ?? 18));
