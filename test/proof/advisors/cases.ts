import type { ServerVersion } from '../../../src/core/server.js';
import { exampleProject } from '../../../src/engine/examples/example-project.js';
import type { Example, Project, Rule } from '../../../src/engine/rule.js';
import type { Advisor } from './advisor.js';

/** Migrations of a Supabase project that both the advisor and the rules are asked about. */
export interface Case {
  /** All its SQL. */
  readonly sql: string;
  readonly project: Project;
  /** What the advisor has to say, where that is known. */
  readonly told?: boolean | undefined;
}

export const ruleIds = ({ rules }: Advisor): readonly string[] => [
  ...new Set(rules.map((name) => name.split('.', 1)[0] ?? '')),
];

/** The examples of the advisor's rules, and its own cases. Examples without the migrations they need are left out. */
export function casesOf(advisor: Advisor, rules: readonly Rule[], version: ServerVersion): readonly Case[] {
  const own = advisor.cases.map(({ sql, told, exposedSchemas = ['public'] }) => ({
    ...toCase({ sql, reports: [], project: { exposedSchemas } }, version),
    told,
  }));
  const named = rules.filter(({ id }) => ruleIds(advisor).includes(id));
  const examples = named.flatMap((rule) => rule.examples.filter(({ alone }) => !alone));
  return [...own, ...examples.map((example) => toCase(example, version))];
}

function toCase(example: Example, version: ServerVersion): Case {
  const project = exampleProject(example);
  return {
    sql: project.migrations.map(({ up }) => up.text).join(' | '),
    project: {
      ...project,
      server: { ...project.server, version },
      supabase: true,
      exposedSchemas: project.exposedSchemas.length > 0 ? project.exposedSchemas : ['public'],
      // The advisor asks only where it is on.
      anonymousSignIn: true,
    },
  };
}
