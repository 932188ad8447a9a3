import { z } from 'zod';
import { isAtLeast, type LockMode, lockModes } from '../../src/core/lock-mode.js';
import type { ServerVersion } from '../../src/core/server.js';
import type { Effects } from '../../src/effects/effects.js';
import { exampleProject } from '../../src/engine/examples/example-project.js';
import { lintHistory } from '../../src/engine/lint-history.js';
import { defineRule } from '../../src/engine/rule.js';
import { activateRules } from '../../src/engine/rule-catalogue.js';
import type { Parser } from '../../src/sql/parser.js';
import type { LockProof } from './read-cases.js';

/** What the proof measured and we do not predict; empty where all is as measured. */
export function disagreements(parser: Parser, proof: LockProof, version: ServerVersion): readonly string[] {
  const effects = effectsOfDdl(parser, proof, version);
  const watched = [[proof.watch, proof.expect_lock] as const, ...proof.also_watch];
  const locks = watched.flatMap(([relation, expected]) => {
    const predicted = strongestOn(effects, relation);
    return predicted === toMode(expected) ? [] : [`${relation}: measured ${toMode(expected)}, predicted ${predicted}`];
  });
  const rewrites = effects.some((one) => one.rewrites.some(({ relation }) => relation.name === proof.watch));
  const measured = proof.expect_rewrite === 'Changed';
  return rewrites === measured ? locks : [...locks, `rewrite: measured ${measured}, predicted ${rewrites}`];
}

function effectsOfDdl(parser: Parser, { setup, ddl }: LockProof, version: ServerVersion): readonly Effects[] {
  const seen: Effects[] = [];
  const project = exampleProject({
    given: setup,
    sql: ddl,
    reports: [],
    project: { server: { version, timeZone: 'UTC' }, transaction: 'autocommit' },
  });
  const last = project.migrations.at(-1)?.path;
  const probe = probeInto(seen);
  const rules = activateRules([probe], { [probe.id]: 'info' }, {});
  lintHistory({ project, parser, rules, judged: (path) => path === last });
  return seen;
}

/** A rule that finds nothing and keeps the effects that it is shown. */
const probeInto = (seen: Effects[]) =>
  defineRule({
    id: 'probe',
    category: 'locks',
    severity: 'info',
    presets: { strict: true },
    docs: { summary: '', condition: '', effect: '', workaround: '', references: [] },
    options: z.strictObject({}),
    messages: {},
    examples: [],
    check: {
      statement(context) {
        seen.push(...context.effects);
        return [];
      },
    },
  });

function strongestOn(effects: readonly Effects[], relation: string): LockMode | undefined {
  const modes = effects
    .flatMap(({ locks }) => locks.filter((lock) => lock.relation.name === relation))
    .map(({ mode }) => mode);
  return modes.reduce<LockMode | undefined>((best, mode) => (best && isAtLeast(best, mode) ? best : mode), undefined);
}

/** `ShareRowExclusiveLock` → `SHARE ROW EXCLUSIVE`. */
function toMode(name: string): LockMode | undefined {
  const words = name
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
  return lockModes.find((mode) => mode === words);
}
